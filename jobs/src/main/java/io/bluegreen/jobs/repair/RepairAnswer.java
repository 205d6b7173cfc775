package io.bluegreen.jobs.repair;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.bluegreen.jobs.verify.Answer;

/**
 * What a repair did, or would do.
 *
 * @param answer COMPLETE or INCOMPLETE: something is left, or may be
 */
public record RepairAnswer(String answer, boolean dryRun, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param replaced rows of Green that took Blue's content
	 * @param cascaded rows of other tables that went along with what was deleted, or were
	 * changed by it
	 * @param left rows that still differ
	 * @param plan what a dry run would do; else empty
	 * @param sql how it would be done where both sides are one database; else empty
	 * @param verdict the new verdict: MATCH, DIFFER or INCOMPLETE; null: none was given
	 * @param reasons why that is no MATCH, or why there is none
	 */
	public record Table(String table, long replaced, long inserted, long deleted, List<Cascaded> cascaded,
			List<Left> left, List<Planned> plan, List<String> sql, @Nullable String verdict, List<String> reasons) {

		/**
		 * Whether nothing of it differs any more. That no row is left is not enough: more
		 * may differ than were recorded, and a verdict that others gave meanwhile stands.
		 */
		public boolean leavesNothing() {
			return this.left.isEmpty() && this.reasons.isEmpty()
					&& (this.verdict == null || this.verdict.equals(Answer.MATCH.name()));
		}

	}

	/**
	 * Rows of a table that a foreign key let go along.
	 *
	 * @param rows how many there were
	 * @param broughtBack how many Blue has, and are there again
	 */
	public record Cascaded(String table, long rows, long broughtBack) {
	}

	/** A row that still differs. */
	public record Left(String table, Map<String, String> key, String reason) {
	}

	/**
	 * A row that would be mended.
	 *
	 * @param does replace, insert or delete
	 */
	public record Planned(Map<String, String> key, String does) {
	}

	static RepairAnswer of(boolean dryRun, List<Table> tables) {
		boolean complete = tables.stream().allMatch(Table::leavesNothing);
		return new RepairAnswer(complete ? "COMPLETE" : "INCOMPLETE", dryRun, tables);
	}

	/** Whether nothing differs any more. */
	public boolean leavesNothing() {
		return this.answer.equals("COMPLETE");
	}

}
