package io.bluegreen.jobs.cli;

import io.bluegreen.jobs.ExitCode;
import io.bluegreen.jobs.status.Status;
import picocli.CommandLine.Command;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code bluegreen status}.
 */
@Command(name = "status", description = "Shows plans, progress, failures and the last verdict.")
class StatusCommand extends TableCommand {

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Status.Answer answer = context.getBean(Status.class).ask(this.tables);
		output().answer(answer, answer.text());
		return ExitCode.DONE;
	}

}
