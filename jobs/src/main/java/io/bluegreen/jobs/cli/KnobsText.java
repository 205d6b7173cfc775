package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.stream.Collectors;

import io.bluegreen.jobs.knobs.PlanControl;

/**
 * How plans are set now, a line for each table.
 */
final class KnobsText {

	private KnobsText() {
	}

	static String of(List<PlanControl.Answer> answers) {
		return answers.stream().map(KnobsText::line).collect(Collectors.joining("\n"));
	}

	private static String line(PlanControl.Answer answer) {
		if (answer.plan() == 0) {
			return "%s: no plan is open, nothing to change".formatted(answer.table());
		}
		return "%s: plan %d: %s".formatted(answer.table(), answer.plan(),
				answer.words().isEmpty() ? "as its processes were started" : answer.words());
	}

}
