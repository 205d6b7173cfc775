package io.bluegreen.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.init.ConfigurationAddition;
import io.bluegreen.jobs.init.Draft;
import io.bluegreen.jobs.init.Init;

/**
 * {@code bluegreen init}.
 */
@Command(name = "init",
		description = "Drafts the view and the configuration for one table. What somebody must decide is marked REVIEW.")
class InitCommand extends DatabaseCommand {

	@Parameters(index = "0", paramLabel = "SCHEMA.TABLE", description = "the table in Blue")
	String source = "";

	@Parameters(index = "1", paramLabel = "SCHEMA.TABLE", description = "the table in Green")
	String target = "";

	@Option(names = "--sql-out", paramLabel = "FILE", description = "writes the view to a new file instead of stdout")
	@Nullable Path sqlOut;

	@Option(names = "--yaml-out", paramLabel = "FILE",
			description = "writes the configuration to a new file, or adds the table to one that is there, instead of stdout")
	@Nullable Path yamlOut;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		if (this.sqlOut != null && Files.exists(this.sqlOut)) {
			throw new RefusedException("--sql-out: %s is there already".formatted(this.sqlOut),
					"name another file, or remove it");
		}
		Draft draft = context.getBean(Init.class).draft(this.source, this.target);
		String yaml = (this.yamlOut != null && Files.exists(this.yamlOut)) ? added(this.yamlOut, draft) : draft.yaml();
		output().answer(draft, section("-- ---- SQL: the view ----\n", draft.view(), this.sqlOut)
				+ section("# ---- YAML: the configuration ----\n", yaml, this.yamlOut));
		output().next(draft.reviews().isEmpty() ? "nothing to review; what to run is said at the top of the SQL"
				: "to review: %d, each marked REVIEW; what to run is said at the top of the SQL"
					.formatted(draft.reviews().size()));
		return ExitCode.DONE;
	}

	private static String added(Path yaml, Draft draft) {
		try {
			return new ConfigurationAddition(Files.readString(yaml), draft.entry()).text();
		}
		catch (IOException ex) {
			throw new RefusedException("--yaml-out: %s cannot be read: %s".formatted(yaml, ex), "name another file");
		}
		catch (RefusedException ex) {
			throw new RefusedException("--yaml-out: %s: %s".formatted(yaml, ex.getMessage()), ex.hint());
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
