package io.bluegreen.jobs.cli;

import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.status.Rejects;

/**
 * {@code bluegreen rejects}.
 */
@Command(name = "rejects", description = "Lists the rows that Green refuses, each with its reason.")
class RejectsCommand extends TableCommand {

	@Option(names = "--limit", paramLabel = "N", converter = Limit.class,
			description = "rows listed as text (default: 100)")
	int limit = 100;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		List<Rejects.Row> rows = context.getBean(Rejects.class).list(this.tables);
		output().answer(rows, Rejects.text(rows, this.limit));
		if (!rows.isEmpty()) {
			output()
				.next("next: mend these rows in Blue, the mapping, or what Green has against them; then bluegreen rerun"
						+ NextStep.tables(rows, Rejects.Row::table));
		}
		return ExitCode.DONE;
	}

}
