package io.bluegreen.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/rollout.md names is there.
 */
@Tag("fast")
class RolloutPageTests {

	private static String page() throws IOException {
		return Files.readString(Tool.HOME.resolve("docs/rollout.md"));
	}

	private static List<String> named(String pattern) throws IOException {
		return Pattern.compile(pattern).matcher(page()).results().map((found) -> found.group(1)).toList();
	}

	/** The text of a test class of any module. */
	private static String source(String test) throws IOException {
		for (String module : List.of("core", "jobs", "dual-write", "payment-service", "manifests", "testbed")) {
			try (Stream<Path> files = Files.walk(Tool.HOME.resolve(module).resolve("src/test"))) {
				Path file = files.filter((path) -> path.endsWith(test + ".java")).findFirst().orElse(null);
				if (file != null) {
					return Files.readString(file);
				}
			}
		}
		return "";
	}

	@Test
	void everyPitfallNamesTestsThatThereAre() throws IOException {
		List<MatchResult> tests = Pattern.compile("`(\\w+Tests)\\.(\\w+)`").matcher(page()).results().toList();
		assertThat(tests).hasSizeGreaterThanOrEqualTo(14);
		for (MatchResult test : tests) {
			assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
		}
		assertThat(page().lines().filter((line) -> line.startsWith("| ") && line.contains("Tests."))).hasSize(7);
	}

	@Test
	void everyFolderThatIsAppliedIsThere() throws IOException {
		List<String> folders = named("kubectl apply -k ([\\w/.-]+)");
		assertThat(folders).hasSizeGreaterThan(4)
			.allMatch((folder) -> Files.exists(Tool.HOME.resolve(folder).resolve("kustomization.yaml")));
		for (String job : named("k8s-jobs/start ([a-z]+ [a-z-]+)")) {
			assertThat(Tool.HOME.resolve("k8s-jobs/overlays/" + job.replace(' ', '/'))).isDirectory();
		}
	}

}
