package io.bluegreen.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.bluegreen.jobs.ExitCode;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.init.Draft;
import io.bluegreen.jobs.init.Init;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code bluegreen init}.
 */
@Command(name = "init", description = "Drafts the view and the configuration for one table, doubts as comments.")
class InitCommand extends DatabaseCommand {

	@Parameters(index = "0", paramLabel = "SCHEMA.TABLE", description = "the table in Blue")
	String source = "";

	@Parameters(index = "1", paramLabel = "SCHEMA.TABLE", description = "the table in Green")
	String target = "";

	@Option(names = "--sql-out", paramLabel = "FILE", description = "writes the view to a new file instead of stdout")
	@Nullable Path sqlOut;

	@Option(names = "--yaml-out", paramLabel = "FILE",
			description = "writes the configuration to a new file instead of stdout")
	@Nullable Path yamlOut;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		refuseToOverwrite("--sql-out", this.sqlOut);
		refuseToOverwrite("--yaml-out", this.yamlOut);
		Draft draft = context.getBean(Init.class).draft(this.source, this.target);
		output().answer(draft, section("-- ---- SQL: the view ----\n", draft.view(), this.sqlOut)
				+ section("# ---- YAML: the configuration ----\n", draft.yaml(), this.yamlOut));
		output().next(draft.doubts().isEmpty() ? "no doubts; what to run is said at the top of the SQL"
				: "doubts: %d, each at its column; what to run is said at the top of the SQL"
					.formatted(draft.doubts().size()));
		return ExitCode.DONE;
	}

	private static void refuseToOverwrite(String option, @Nullable Path file) {
		if (file != null && Files.exists(file)) {
			throw new RefusedException("%s: %s is there already".formatted(option, file),
					"name another file, or remove it");
		}
	}

	/** What goes to stdout of a part: all, or where it was written. */
	private static String section(String head, String text, @Nullable Path file) {
		if (file == null) {
			return head + text + "\n";
		}
		try {
			Path directory = file.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			Files.writeString(file, text);
			return head.substring(0, head.indexOf(' ')) + " " + file + " is written\n";
		}
		catch (IOException ex) {
			throw new RefusedException("%s cannot be written: %s".formatted(file, ex), "name another file");
		}
	}

}
