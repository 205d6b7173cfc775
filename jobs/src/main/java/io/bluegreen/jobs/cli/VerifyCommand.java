package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.status.Differences;
import io.bluegreen.jobs.verify.IncrementalVerify;
import io.bluegreen.jobs.verify.Verify;
import io.bluegreen.jobs.verify.Verify.Method;
import io.bluegreen.jobs.verify.VerifyAnswer;

/**
 * {@code bluegreen verify}.
 */
@Command(name = "verify", description = "Compares both sides: MATCH (exit 0), DIFFER (3) or INCOMPLETE (4).")
class VerifyCommand extends WorkCommand {

	private static final int SHOWN = 20;

	@Option(names = "--workers", paramLabel = "N", description = "connections that read (default: 2)")
	@Nullable Integer workers;

	@Option(names = "--settle", paramLabel = "DURATION", converter = DurationOption.class,
			description = "how long rows that do not match yet are looked at again (default: 5s)")
	@Nullable String settle;

	/** What a verification stands on. */
	enum Since {

		LAST

	}

	@Option(names = "--since", paramLabel = "last",
			description = "last: compares only the rows that changed on either side since the last MATCH")
	@Nullable Since since;

	@ArgGroup(exclusive = true)
	How how = new How();

	/** How rows are compared. */
	static class How {

		@Option(names = "--exact",
				description = "compares every row with its counterpart (default where Blue and Green are one database)")
		boolean exact;

		@Option(names = "--checksum",
				description = "compares checksums of ranges, then the rows of those that differ (default between two databases)")
		boolean checksum;

		Method method() {
			return this.exact ? Method.EXACT : this.checksum ? Method.CHECKSUM : Method.USUAL;
		}

	}

	@Option(names = "--show-values", description = "shows the values of rows that differ")
	boolean showValues;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.workers", this.workers);
		settings.put("bluegreen.settle", this.settle);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		VerifyAnswer answer = (this.since == null) ? full(context) : changed(context);
		tell((meters) -> meters.verified(answer));
		Differences differences = context.getBean(Differences.class);
		String text = answer.tables().stream().map(VerifyCommand::text).collect(Collectors.joining("\n"));
		String found = answer.tables()
			.stream()
			.map(VerifyAnswer.Table::table)
			.map((table) -> differences.text(List.of(table), null, SHOWN, this.showValues))
			.filter((lines) -> !lines.isEmpty())
			.collect(Collectors.joining("\n"));
		output().answer(answer, found.isEmpty() ? text : text + "\n" + found);
		return switch (answer.answer()) {
			case MATCH -> ExitCode.DONE;
			case DIFFER -> {
				output().next(text, NextStep.after(answer));
				yield ExitCode.DIFFER;
			}
			case INCOMPLETE -> {
				output().next(text, NextStep.after(answer));
				yield ExitCode.INCOMPLETE;
			}
		};
	}

	private VerifyAnswer full(ConfigurableApplicationContext context) {
		try (ProgressDisplay display = progress(context, "verify")) {
			return context.getBean(Verify.class).run(this.tables, this.how.method(), listener(display));
		}
	}

	private VerifyAnswer changed(ConfigurableApplicationContext context) {
		if (this.how.method() != Method.USUAL) {
			throw new RefusedException("--since=last compares in the way of the verdict that it stands on",
					"leave --exact and --checksum out");
		}
		return context.getBean(IncrementalVerify.class).run(context.getBean(Preflight.class).check(this.tables));
	}

	private static String text(VerifyAnswer.Table table) {
		StringBuilder text = new StringBuilder(
				"%s: %s, %,d rows scanned, %,d matching, %,d mismatched, %,d missing, %,d extra, %,d unsettled, in %.1f s"
					.formatted(table.table(), table.answer(), table.scanned(), table.matching(), table.mismatched(),
							table.missing(), table.extra(), table.unsettled(), table.seconds()));
		text.append("\n  compared: ")
			.append(table.hash().containsKey("rowSeed") ? "by checksum of ranges" : "row by row");
		table.reasons().forEach((reason) -> text.append("\n  reason: ").append(reason));
		table.warnings().forEach((warning) -> text.append("\n  note: ").append(warning));
		if (!table.excludedColumns().isEmpty()) {
			text.append("\n  not compared: ").append(String.join(", ", table.excludedColumns()));
		}
		if (table.totals().isEmpty()) {
			return text.toString();
		}
		long unequal = table.totals().stream().filter((total) -> !equal(total)).count();
		text.append("\n  totals: %d groups equal, %d not".formatted(table.totals().size() - unequal, unequal));
		table.totals()
			.stream()
			.filter((total) -> !equal(total))
			.forEach((total) -> text.append("\n    ").append(total));
		return text.toString();
	}

	private static boolean equal(Map<String, Object> total) {
		return Objects.equals(total.get("blue"), total.get("green"));
	}

}
