package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.bluegreen.jobs.backfill.BackfillAnswer;
import io.bluegreen.jobs.reconcile.ReconcileAnswer;
import io.bluegreen.jobs.repair.RepairAnswer;
import io.bluegreen.jobs.verify.Answer;
import io.bluegreen.jobs.verify.VerifyAnswer;

/**
 * What to type next. Each of these leads out of where it is said.
 */
final class NextStep {

	private NextStep() {
	}

	static String after(VerifyAnswer answer) {
		List<String> steps = new ArrayList<>();
		List<VerifyAnswer.Table> differ = answer.tables()
			.stream()
			.filter((table) -> table.answer() == Answer.DIFFER)
			.toList();
		if (!differ.isEmpty()) {
			steps.add("`bluegreen differences` lists every row");
		}
		String extra = names(differ, (table) -> table.extra() > 0);
		if (!differ.isEmpty()) {
			steps.add("`bluegreen repair%s` mends them%s".formatted(names(differ, (table) -> true), extra.isEmpty() ? ""
					: "; --delete-extra also deletes rows that only Green has (%s)".formatted(extra.strip())));
		}
		if (answer.tables().stream().anyMatch((table) -> table.answer() == Answer.INCOMPLETE)) {
			steps.add("mend what the reasons name, then `bluegreen verify`");
		}
		return "next: " + String.join("; ", steps);
	}

	static String after(RepairAnswer answer) {
		if (answer.dryRun()) {
			return "next: the same command without --dry-run";
		}
		if (answer.leavesNothing()) {
			return "next: bluegreen verify gives a verdict that lasts longer";
		}
		String tables = tables(answer.tables().stream().filter((table) -> !table.leavesNothing()).toList(),
				RepairAnswer.Table::table);
		if (answer.tables().stream().anyMatch((table) -> !table.left().isEmpty())) {
			return "next: what is left waits for what its reason names; then bluegreen verify%s".formatted(tables);
		}
		return "next: mend what the reasons name, then bluegreen verify%1$s, and bluegreen repair%1$s for what that finds"
			.formatted(tables);
	}

	static String after(BackfillAnswer answer) {
		if (answer.isComplete()) {
			return "next: bluegreen verify";
		}
		if (!answer.broken().isEmpty()) {
			return "next: bluegreen backfill %s --new starts over, since no pass can close the plan any more"
				.formatted(String.join(" ", answer.broken()));
		}
		if (answer.failedChunks() > 0) {
			return "next: bluegreen chunks%1$s --state=failed shows what failed and why; once that is mended, bluegreen rerun%1$s"
				.formatted(tables(answer.tables().stream().filter((table) -> table.failedChunks() > 0).toList(),
						BackfillAnswer.Table::table));
		}
		if (answer.rejected() > 0) {
			return "next: bluegreen rejects%1$s lists these rows; once they, the mapping or Green are mended, bluegreen rerun%1$s"
				.formatted(tables(answer.tables().stream().filter((table) -> table.rejected() > 0).toList(),
						BackfillAnswer.Table::table));
		}
		return "next: the same command goes on";
	}

	/** The tables of these, each once, each after a blank. */
	static <T> String tables(List<T> rows, Function<T, String> table) {
		return rows.stream().map(table).distinct().map((name) -> " " + name).collect(Collectors.joining());
	}

	static String after(ReconcileAnswer answer) {
		if (answer.isComplete()) {
			return "next: bluegreen verify";
		}
		String broken = answer.tables()
			.stream()
			.filter((table) -> table.broken() != null)
			.map((table) -> " " + table.table())
			.collect(Collectors.joining());
		return broken.isEmpty()
				? "next: mend these rows in Blue, or what Green has against them; the next bluegreen reconcile tries them again, bluegreen rejects lists them all"
				: "next: bluegreen verify%1$s, and bluegreen repair%1$s for what differs: from a MATCH on passes go on again; or bluegreen backfill%1$s --new starts over"
					.formatted(broken);
	}

	private static String names(List<VerifyAnswer.Table> tables, Predicate<VerifyAnswer.Table> which) {
		return tables.stream().filter(which).map((table) -> " " + table.table()).collect(Collectors.joining());
	}

}
