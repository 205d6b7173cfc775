package io.bluegreen.jobs.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.findings.VerdictHistory;
import io.bluegreen.jobs.status.History;

/**
 * {@code bluegreen history}.
 */
@Command(name = "history", description = "Lists every verdict, the newest first.")
class HistoryCommand extends TableCommand {

	private static final int SHOWN = 100;

	@Option(names = "--limit", paramLabel = "N", converter = Limit.class,
			description = "verdicts listed (default: 100 as text, all in JSON)")
	@Nullable Integer limit;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Integer most = (this.limit == null && !output().json()) ? Integer.valueOf(SHOWN) : this.limit;
		List<VerdictHistory.Entry> entries = context.getBean(History.class).list(this.tables, most);
		output().answer(entries, History.text(entries));
		return ExitCode.DONE;
	}

}
