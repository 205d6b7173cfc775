package io.bluegreen.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes of the manifests, to be read in a diff. With {@code -Dgolden.write=true} the
 * files are written instead.
 */
class GoldenTests {

	static void check(String name, String rendered) throws IOException {
		Path golden = Tool.HOME.resolve("manifests/src/test/resources/golden/" + name);
		if (Boolean.getBoolean("golden.write")) {
			Files.writeString(golden, rendered);
		}
		assertThat(rendered)
			.as("%s; as it is now: mvn -pl manifests test -Dtest='Golden*,Chart*' -Dgolden.write=true", golden)
			.isEqualTo(Files.readString(golden));
	}

	@ParameterizedTest
	@ValueSource(strings = { "k8s-jobs/overlays/production/backfill", "argo/overlays/1-dual" })
	void rendersAsBefore(String folder) throws IOException {
		check(folder.replace('/', '_') + ".yaml", new Folder(folder).rendered());
	}

	@Test
	void cronJobsDifferInNothingElse() throws IOException {
		List<Resource> all = new Folder("k8s-jobs/overlays/production").resources()
			.stream()
			.filter((resource) -> resource.kind().equals("CronJob"))
			.toList();
		check("k8s-jobs_cronjobs.yaml", all.get(0).yaml());
		StringBuilder differences = new StringBuilder();
		for (Resource other : all) {
			differences.append(difference(all.get(0).yaml(), other.yaml(), other.toString()));
		}
		check("k8s-jobs_cronjobs.diff", differences.toString());
	}

	@Test
	void stagesDifferInNothingElse() throws IOException {
		check("argo_2-read-green.diff", difference(new Folder("argo/overlays/1-dual").rendered(),
				new Folder("argo/overlays/2-read-green").rendered(), "2-read-green"));
	}

	/** Lines that are only in one of both, in the order of the text. */
	private static String difference(String one, String other, String title) {
		List<String> left = new ArrayList<>(one.lines().toList());
		List<String> right = new ArrayList<>(other.lines().toList());
		other.lines().forEach(left::remove);
		one.lines().forEach(right::remove);
		StringBuilder text = new StringBuilder("# " + title + "\n");
		left.forEach((line) -> text.append("-" + line + "\n"));
		right.forEach((line) -> text.append("+" + line + "\n"));
		return text.toString();
	}

}
