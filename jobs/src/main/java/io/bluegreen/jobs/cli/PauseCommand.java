package io.bluegreen.jobs.cli;

import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

import io.bluegreen.jobs.knobs.PlanControl;

/**
 * {@code bluegreen pause}.
 */
@Command(name = "pause",
		description = "Pauses a backfill: its processes finish their transactions, then take nothing new.")
class PauseCommand extends TableCommand {

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		List<PlanControl.Answer> answers = context.getBean(PlanControl.class).pause(this.tables);
		output().answer(answers, KnobsText.of(answers));
		output().next("next: bluegreen resume " + String.join(" ", this.tables));
		return ExitCode.DONE;
	}

}
