package io.bluegreen.jobs.findings;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

/**
 * Keys that were not the same on both sides, by the plan of the verification. Every call
 * takes part in the caller's transaction.
 */
public class DifferenceStore {

	private final Side control;

	public DifferenceStore(Side control) {
		this.control = control;
	}

	/**
	 * A confirmed difference.
	 *
	 * @param kind mismatched, missing (in Green) or extra (in Green)
	 * @param columns that are not the same, where both sides have the row
	 */
	public record Difference(List<String> key, String kind, List<String> columns, @Nullable Long blueVersion,
			@Nullable Long greenVersion) {
	}

	/** How many keys are noted, whatever became of them. */
	public long noted(long plan) {
		return this.control.client()
			.sql("SELECT count(*) FROM bluegreen.difference WHERE plan_id = ?")
			.param(plan)
			.query(Long.class)
			.single();
	}

	/** Keys that are to be looked at again, in their order. */
	public List<List<String>> candidates(long plan) {
		return KeySet
			.of(this.control.client()
				.sql("SELECT key FROM bluegreen.difference WHERE plan_id = ? AND state = 'candidate' ORDER BY key")
				.param(plan))
			.keys();
	}

	/** All keys that are not known to be the same, whatever was found of them. */
	public List<List<String>> keys(long plan) {
		return KeySet
			.of(this.control.client()
				.sql("SELECT key FROM bluegreen.difference WHERE plan_id = ? ORDER BY key")
				.param(plan))
			.keys();
	}

	/** Notes that nothing can be said about a key. */
	public void giveUp(long plan, List<String> key) {
		this.control.client()
			.sql("UPDATE bluegreen.difference SET state = 'unsettled' WHERE plan_id = ? AND key = ?::text[]")
			.params(plan, key.toArray(String[]::new))
			.update();
	}

	/**
	 * How many keys were found of each kind: mismatched, missing, extra; open (changed in
	 * Blue, and not reconciled) and unsettled.
	 */
	public Map<String, Long> found(long plan) {
		return this.control.client()
			.sql("""
					SELECT CASE state WHEN 'confirmed' THEN kind WHEN 'open' THEN state ELSE 'unsettled' END AS found, count(*) AS n
					FROM bluegreen.difference WHERE plan_id = ? GROUP BY 1
					""")
			.param(plan)
			.query((row, i) -> Map.entry(row.getString("found"), row.getLong("n")))
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * The first keys that are, or are not, confirmed differences: enough to name some.
	 */
	public List<List<String>> first(long plan, boolean confirmed) {
		return KeySet.of(this.control.client()
			.sql("SELECT key FROM bluegreen.difference WHERE plan_id = ? AND (state = 'confirmed') = ? ORDER BY key LIMIT 10")
			.params(plan, confirmed)).keys();
	}

	/**
	 * The confirmed differences under a table's last verdict.
	 * @param kind only of this one; null: all
	 */
	public List<Difference> confirmed(String table, @Nullable String kind) {
		return this.control.client()
			.sql("""
					SELECT d.* FROM bluegreen.difference d
					WHERE d.plan_id = (SELECT plan_id FROM bluegreen.verdict WHERE table_name = :table
					                   ORDER BY verdict_id DESC LIMIT 1)
					  AND d.state = 'confirmed' AND (:kind::text IS NULL OR d.kind = :kind)
					ORDER BY d.kind, d.key
					""")
			.param("table", table)
			.param("kind", kind)
			.query((row, i) -> new Difference(TextArray.of(row, "key"), row.getString("kind"),
					TextArray.of(row, "columns"), (Long) row.getObject("blue_version"),
					(Long) row.getObject("green_version")))
			.list();
	}

}
