package io.bluegreen.jobs.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.migrate.Uninstall;

/**
 * {@code bluegreen uninstall}.
 */
@Command(name = "uninstall",
		description = "Takes away what migrate and track have brought: triggers, change logs, control schema, rights. No row of yours is touched. Needs the tables' owner.")
class UninstallCommand extends DatabaseCommand {

	@Option(names = "--dry-run", description = "only says what would go, and what stays")
	boolean dryRun;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Uninstall uninstall = context.getBean(Uninstall.class);
		Uninstall.Answer answer = this.dryRun ? uninstall.plan() : uninstall.run(UninstallCommand::announce);
		output().answer(answer, text(answer));
		if (this.dryRun && !answer.removes().isEmpty()) {
			output().next("next: bluegreen uninstall");
		}
		return ExitCode.DONE;
	}

	private static void announce(Uninstall.Answer plan) {
		Logger logger = LoggerFactory.getLogger(UninstallCommand.class);
		plan.removes().forEach((sentence) -> logger.info("goes: {}", sentence));
		plan.stays().forEach((sentence) -> logger.info("stays: {}", sentence));
	}

	private static String text(Uninstall.Answer answer) {
		if (answer.removes().isEmpty()) {
			return "nothing to do: nothing is installed";
		}
		Stream<String> gone = answer.done().isEmpty()
				? answer.removes().stream().map((sentence) -> "would go: " + sentence) : answer.done().stream();
		return Stream.concat(gone, answer.stays().stream().map((sentence) -> "stays: " + sentence))
			.collect(Collectors.joining("\n"));
	}

}
