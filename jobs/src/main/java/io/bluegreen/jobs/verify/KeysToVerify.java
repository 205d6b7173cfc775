package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.Change;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.TrackedTable;

/**
 * The keys that changed on either side between two positions, each once: read out of both
 * logs part by part, and handed out page by page, whatever their number.
 */
class KeysToVerify {

	private final Side green;

	private final long plan;

	private final StopSignal stopSignal;

	private long collected;

	KeysToVerify(Side green, long plan, StopSignal stopSignal) {
		this.green = green;
		this.plan = plan;
		this.stopSignal = stopSignal;
	}

	/**
	 * Collects the keys of one side's log.
	 * @param columns the key's, as that side calls them
	 * @return why the log cannot tell, if so
	 */
	Optional<String> collect(Side side, Relation table, List<Column> columns, String before, String now) {
		Optional<TrackedTable> tracked = side.in(() -> TrackedTable.find(side.client(), table.oid()));
		if (tracked.isEmpty()) {
			return Optional.of("%s has no change log".formatted(table.sql()));
		}
		List<String> key = columns.stream().map(Column::name).toList();
		ChangeLog log = new ChangeLog(tracked.get());
		try {
			return log.read(side, key, before, now, this::add) ? Optional.empty() : Optional
				.of("%s was truncated, or a key could not be read when its row was written".formatted(table.sql()));
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isPruned()) {
				throw ex;
			}
			return Optional.of("the change log of %s was pruned past the position".formatted(table.sql()));
		}
	}

	private void add(List<Change> changes) {
		this.stopSignal.check();
		if (changes.isEmpty()) {
			return;
		}
		KeySet keys = new KeySet(changes.stream().map(Change::key).toList());
		this.collected += this.green.in(() -> this.green.client().sql("""
				INSERT INTO bluegreen.key_to_verify (plan_id, key) SELECT :plan, keys.key FROM (%s) keys (key)
				ON CONFLICT DO NOTHING
				""".formatted(keys.texts())).param("plan", this.plan).params(keys.parameters()).update());
	}

	/**
	 * How many there are. A server that crashes meanwhile may forget some of them, so
	 * that fewer are handed out.
	 */
	long collected() {
		return this.collected;
	}

	/** The next keys, in the order of their text. */
	List<List<String>> page(List<String> after) {
		return this.green.in(
				() -> KeySet
					.of(this.green.client()
						.sql("""
								SELECT key FROM bluegreen.key_to_verify
								WHERE plan_id = :plan AND (:after::text[] = '{}' OR key > :after::text[]) ORDER BY key LIMIT :page
								""")
						.param("plan", this.plan)
						.param("after", after.toArray(String[]::new))
						.param("page", KeyVerification.PAGE))
					.keys());
	}

	/** Forgets them. */
	void clear() {
		this.green.run(() -> this.green.client()
			.sql("DELETE FROM bluegreen.key_to_verify WHERE plan_id = ?")
			.param(this.plan)
			.update());
	}

}
