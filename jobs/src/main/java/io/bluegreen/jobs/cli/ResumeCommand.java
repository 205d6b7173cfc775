package io.bluegreen.jobs.cli;

import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

import io.bluegreen.jobs.knobs.PlanControl;

/**
 * {@code bluegreen resume}.
 */
@Command(name = "resume", description = "Lets a paused backfill go on.")
class ResumeCommand extends TableCommand {

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		List<PlanControl.Answer> answers = context.getBean(PlanControl.class).resume(this.tables);
		output().answer(answers, KnobsText.of(answers));
		return ExitCode.DONE;
	}

}
