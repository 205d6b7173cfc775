package io.bluegreen.jobs.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.repair.Repair;
import io.bluegreen.jobs.repair.RepairAnswer;

/**
 * {@code bluegreen repair}.
 */
@Command(name = "repair",
		description = "Mends the rows that the last verify found to differ, and verifies exactly those again.")
class RepairCommand extends WorkCommand {

	@Option(names = "--dry-run",
			description = "writes nothing: says what would be done to which rows; with --verbose also the SQL, where both sides are one database")
	boolean dryRun;

	@Option(names = "--delete-extra", description = "deletes rows that only Green has")
	boolean deleteExtra;

	@Option(names = "--settle", paramLabel = "DURATION", converter = DurationOption.class,
			description = "how long rows that do not match yet are looked at again (default: 5s)")
	@Nullable String settle;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for another run that plans, reconciles or repairs, and for applies that are open (default: 60s)")
	@Nullable String wait;

	@Option(names = "--limit", paramLabel = "N", converter = Limit.class,
			description = "rows listed as text (default: 100)")
	int limit = 100;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.settle", this.settle);
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		Repair repair = context.getBean(Repair.class);
		RepairAnswer answer = this.dryRun ? repair.plan(this.tables, this.deleteExtra)
				: repair.run(this.tables, this.deleteExtra);
		tell((meters) -> meters.repaired(answer));
		String text = new RepairText(answer, this.limit, this.verbose).sentences();
		output().answer(answer, text);
		output().next(text, NextStep.after(answer));
		return answer.leavesNothing() ? ExitCode.DONE : ExitCode.INCOMPLETE;
	}

}
