package io.bluegreen.manifests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.cli.RootCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command line of a manifest is one that the program takes.
 */
class CommandLinesTests {

	/** With a configuration that is not there, which is looked for once all is parsed. */
	private static String refusal(List<String> arguments) {
		List<String> line = new ArrayList<>(arguments);
		line.add("--config=/nonesuch.yml");
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		PrintStream err = System.err;
		try {
			System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
			assertThat(RootCommand.run(new StopSignal(), line.toArray(String[]::new))).isEqualTo(2);
		}
		finally {
			System.setErr(err);
		}
		return said.toString(StandardCharsets.UTF_8);
	}

	/** With the arguments of the analysis in their places. */
	private static List<String> line(JsonNode container, String stage) {
		return Resource.texts(container.path("args"))
			.stream()
			.map((argument) -> argument.replace("{{args.stage}}", stage))
			.toList();
	}

	@Test
	void everyOneIsTaken() throws IOException {
		Set<String> commands = new TreeSet<>();
		for (Folder folder : Folder.all()) {
			for (Resource resource : folder.resources()) {
				for (JsonNode container : resource.containers()) {
					if (container.path("name").asText().equals("bluegreen")) {
						assertThat(Resource.texts(container.path("command"))).containsExactly("bluegreen");
						commands.add(String.join(" ", line(container, "dual")));
						commands.add(String.join(" ", line(container, "dual-read-green")));
					}
				}
			}
		}
		assertThat(commands).contains("gate --for=dual --refresh --wait=60s", "migrate --phase=expand", "backfill");
		for (String command : commands) {
			assertThat(refusal(List.of(command.split(" ")))).as(command).contains("/nonesuch.yml does not exist");
		}
	}

	@Test
	void misspeltOptionIsNotTaken() {
		assertThat(refusal(List.of("gate", "--refesh"))).contains("--refesh").doesNotContain("does not exist");
	}

}
