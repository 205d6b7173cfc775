package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Poison;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The story of docs/runbook.md is true: its commands, run in their order, print what the
 * page shows and exit as it says. Times, sizes that hang on them and sums of mappings are
 * not compared.
 */
@Tag("slow")
class OneNightTests {

	private static final String COMMAND = "$ ";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void theNightGoesAsThePageTellsIt() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 200")
			.setting("workers: 1");
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 2000, 1);
			LegacyPayments.poison(owner, Poison.UNKNOWN_STATUS);
			LegacyPayments.poison(owner, Poison.AMOUNT_TOO_LARGE);
			LegacyPayments.poison(owner, Poison.UNKNOWN_STATUS);
		}
		assertThat(program.runAsOwner("migrate").code()).isZero();
		List<String> shown = Markdown.read("docs/runbook.md").section("One night").blocks();
		List<String> seen = new ArrayList<>();
		for (String block : shown) {
			StringBuilder printed = new StringBuilder();
			for (String line : block.lines().filter((each) -> each.startsWith(COMMAND)).toList()) {
				printed.append(line).append('\n').append(run(program, line.substring(COMMAND.length())));
			}
			seen.add(printed.toString());
		}
		assertThat(seen.stream().map(OneNightTests::lasting)).as(String.join("\n", seen))
			.containsExactlyElementsOf(shown.stream().map(OneNightTests::lasting).toList());
	}

	private String run(Program program, String command) throws Exception {
		String[] words = command.replaceFirst("; echo \\$\\?$", "").split(" (?=(?:[^']*'[^']*')*[^']*$)");
		String printed = switch (words[0]) {
			case "psql" -> {
				new Sql(this.fresh.database()).run(words[words.length - 1].replaceAll("^'|'$", ""));
				yield "";
			}
			case "timeout" -> killed(program, List.of(words).subList(5, words.length));
			default -> {
				boolean quiet = command.contains(" > /dev/null");
				Program.Outcome outcome = program
					.run(List.of(words).subList(1, words.length - (quiet ? 2 : 0)).toArray(String[]::new));
				yield (quiet ? "" : outcome.out()) + outcome.err() + outcome.code() + "\n";
			}
		};
		return command.endsWith("; echo $?") ? printed : printed.replaceFirst("0\\n$", "");
	}

	/** Kills what runs, not after a time but once a part of it is done. */
	private String killed(Program program, List<String> command) throws Exception {
		Sql sql = new Sql(this.fresh.database());
		try (ProgramProcess process = ProgramProcess.start(program, this.directory, command.toArray(String[]::new))) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 1);
			process.signal("KILL");
			return process.exitCode() + "\n";
		}
	}

	/** Without the log, times and what hangs on them. */
	private static String lasting(String text) {
		return text.replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d+ +INFO .*\n", "")
			.replaceAll("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "<time>")
			.replaceAll("\\d+\\.\\d s\\b|\\d+ ms\\b", "<seconds>")
			.replaceAll("\\([\\d,]+ rows/s\\)", "<rate>")
			.replaceAll("\\d{13,}", "<version>")
			.replaceAll("[\\d,]+ rows scanned, [\\d,]+ applied", "<rows>")
			.replaceAll("(?m)[ \\t]+$", "");
	}

}
