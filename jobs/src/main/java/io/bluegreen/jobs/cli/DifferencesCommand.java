package io.bluegreen.jobs.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.status.Differences;

/**
 * {@code bluegreen differences}.
 */
@Command(name = "differences", description = "Lists the rows that the last verify found to differ.")
class DifferencesCommand extends TableCommand {

	@Option(names = "--kind", paramLabel = "KIND", description = "mismatched, missing or extra (default: all)")
	@Nullable String kind;

	@Option(names = "--limit", paramLabel = "N", converter = Limit.class,
			description = "rows listed as text (default: 100)")
	int limit = 100;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Differences differences = context.getBean(Differences.class);
		List<Differences.Row> rows = differences.list(this.tables, this.kind);
		output().answer(rows, rows.isEmpty() ? "no differences" : differences.text(rows, this.limit, false));
		return ExitCode.DONE;
	}

}
