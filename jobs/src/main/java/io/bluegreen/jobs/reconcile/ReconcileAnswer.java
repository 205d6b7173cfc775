package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a reconcile did.
 *
 * @param answer COMPLETE or INCOMPLETE
 */
public record ReconcileAnswer(String answer, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param changes keys that had changed
	 * @param applied rows written to Green
	 * @param deleted rows deleted from Green
	 * @param rejected keys that could not be set; they stay queued
	 * @param lagSeconds all that was committed in Blue longer ago than this is in Green
	 * @param broken why no pass can go on: the position that was noted does not stand, or
	 * the mapping is another one
	 */
	public record Table(String table, long changes, long applied, long deleted, long rejected, double lagSeconds,
			@Nullable String broken) {

		private Optional<String> why() {
			return Optional.ofNullable(this.broken)
				.or(() -> (this.rejected == 0) ? Optional.empty()
						: Optional.of("%s: %d changed keys could not be set".formatted(this.table, this.rejected)));
		}

	}

	static ReconcileAnswer of(List<Table> tables) {
		boolean complete = tables.stream().allMatch((table) -> table.why().isEmpty());
		return new ReconcileAnswer(complete ? "COMPLETE" : "INCOMPLETE", tables);
	}

	/** A sentence for each table that no pass can follow any more. */
	public List<String> whyBroken() {
		return this.tables.stream().flatMap((table) -> Optional.ofNullable(table.broken()).stream()).toList();
	}

	/** Whether the passes go on, whatever was rejected. */
	public boolean isUnbroken() {
		return whyBroken().isEmpty();
	}

	long changes() {
		return this.tables.stream().mapToLong(Table::changes).sum();
	}

	long rejected() {
		return this.tables.stream().mapToLong(Table::rejected).sum();
	}

	public boolean isComplete() {
		return this.answer.equals("COMPLETE");
	}

}
