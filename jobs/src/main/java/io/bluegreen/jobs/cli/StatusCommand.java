package io.bluegreen.jobs.cli;

import java.time.Duration;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.status.Status;
import io.bluegreen.jobs.status.StatusText;

/**
 * {@code bluegreen status}.
 */
@Command(name = "status", description = "Shows plans, progress, failures, the last verdict, and what is not tracked.")
class StatusCommand extends TableCommand {

	private static final Duration EVERY = Duration.ofSeconds(1);

	/** Cursor to the corner, and all below it gone. */
	private static final String FROM_THE_TOP = "\u001b[H\u001b[J";

	@Option(names = "--watch", description = "again every second, until Ctrl-C")
	boolean watch;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		if (this.watch && output().json()) {
			throw new RefusedException("--watch repaints a screen, and --output=json prints one document",
					"leave one of them out");
		}
		Status status = context.getBean(Status.class);
		StopSignal stopSignal = context.getBean(StopSignal.class);
		do {
			Status.Answer answer = status.ask(this.tables);
			String from = this.watch && Boolean.getBoolean("bluegreen.terminal") ? FROM_THE_TOP : "";
			output().answer(answer, from + StatusText.of(answer));
		}
		while (this.watch && !stopSignal.pause(EVERY));
		return ExitCode.DONE;
	}

}
