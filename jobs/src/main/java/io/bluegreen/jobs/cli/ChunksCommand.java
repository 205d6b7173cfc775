package io.bluegreen.jobs.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.status.Chunks;

/**
 * {@code bluegreen chunks}.
 */
@Command(name = "chunks", description = "Lists the chunks of the newest backfill plan.")
class ChunksCommand extends TableCommand {

	@Option(names = "--state", paramLabel = "STATE", description = "pending, deferred, done or failed (default: all)")
	@Nullable String state;

	@Option(names = "--limit", paramLabel = "N", converter = Limit.class,
			description = "chunks listed as text (default: 100)")
	int limit = 100;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		List<Chunks.Row> rows = context.getBean(Chunks.class).list(this.tables, this.state);
		output().answer(rows, Chunks.text(rows, this.limit));
		rows.stream()
			.filter((row) -> row.state().equals("failed"))
			.map(Chunks.Row::table)
			.distinct()
			.reduce((one, other) -> one + " " + other)
			.ifPresent((failed) -> output()
				.next("next: mend what the errors name, then bluegreen rerun %s".formatted(failed)));
		return ExitCode.DONE;
	}

}
