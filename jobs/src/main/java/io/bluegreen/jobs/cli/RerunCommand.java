package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.backfill.Backfill;
import io.bluegreen.jobs.backfill.BackfillAnswer;

/**
 * {@code bluegreen rerun}.
 */
@Command(name = "rerun",
		description = "Does once more what failed, with the mapping of now: chunks that failed and rows that were rejected.")
class RerunCommand extends WorkCommand {

	@ArgGroup(exclusive = true)
	Which which = new Which();

	/** Which chunks. */
	static class Which {

		@Option(names = "--failed", description = "all chunks that failed (the default)")
		boolean failed;

		@Option(names = "--chunk", paramLabel = "N", split = ",",
				description = "this chunk, whatever its state; several times for several")
		List<Long> chunks = new ArrayList<>();

	}

	@Option(names = "--workers", paramLabel = "N", description = "connections that write (default: 2)")
	@Nullable Integer workers;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for another run that plans or reconciles (default: 60s)")
	@Nullable String wait;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.workers", this.workers);
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		BackfillAnswer answer;
		try (ProgressDisplay display = progress(context, "rerun")) {
			answer = context.getBean(Backfill.class).rerun(this.tables, this.which.chunks, listener(display));
		}
		String text = BackfillText.of(answer);
		output().answer(answer, text);
		output().next(text, NextStep.after(answer));
		return answer.isComplete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
	}

}
