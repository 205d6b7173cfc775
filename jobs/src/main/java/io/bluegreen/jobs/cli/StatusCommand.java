package io.bluegreen.jobs.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

	@Option(names = "--watch",
			description = "until Ctrl-C: on a terminal a screen that is painted each second, else lines where something changed")
	boolean watch;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		if (this.watch && output().json()) {
			throw new RefusedException("--watch repaints a screen, and --output=json prints one document",
					"leave one of them out");
		}
		Status status = context.getBean(Status.class);
		StopSignal stopSignal = context.getBean(StopSignal.class);
		if (!this.watch) {
			Status.Answer answer = status.ask(this.tables);
			output().answer(answer, StatusText.of(answer));
		}
		// The launcher knows, as it does of stderr.
		else if (Boolean.getBoolean("bluegreen.screen")) {
			paint(status, stopSignal);
		}
		else {
			print(status, stopSignal);
		}
		return ExitCode.DONE;
	}

	private void paint(Status status, StopSignal stopSignal) {
		// What cannot be asked is said on the screen that was there before.
		Status.Answer answer = status.ask(this.tables);
		try (Screen screen = new Screen()) {
			while (true) {
				Screen.Size size = screen.size();
				screen.paint(lines(answer, size), size);
				if (stopSignal.pause(EVERY)) {
					return;
				}
				answer = status.ask(this.tables);
			}
		}
	}

	private static List<String> lines(Status.Answer answer, Screen.Size size) {
		int name = answer.tables().stream().mapToInt((table) -> table.table().length()).max().orElse(0);
		List<String> lines = new ArrayList<>(List.of("bluegreen status, each second; Ctrl-C ends it", ""));
		answer.tables().forEach((table) -> new WatchText(table).lines(name, size.columns()).forEach(lines::add));
		return lines;
	}

	private void print(Status status, StopSignal stopSignal) {
		Map<String, List<Object>> printed = new HashMap<>();
		do {
			for (Status.Table table : status.ask(this.tables).tables()) {
				WatchText text = new WatchText(table);
				if (!text.gist().equals(printed.put(table.table(), text.gist()))) {
					output().answer(table, text.line());
				}
			}
		}
		while (!stopSignal.pause(EVERY));
	}

}
