package io.bluegreen.jobs.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.bluegreen.failure.TryAgainException;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Plans in Green's control schema. Every call takes part in the caller's transaction.
 */
public class Plans {

	private static final String PLAN = """
			SELECT plan_id, kind, table_name, mapping_hash, mapping_evidence, chunk_rows, max_rows_per_second, state
			FROM bluegreen.plan
			""";

	private final Side control;

	public Plans(Side control) {
		this.control = control;
	}

	/** The plan of a table that is not finished. */
	public Optional<Plan> open(Plan.Kind kind, String table) {
		return this.control.client()
			.sql(PLAN + "WHERE kind = ? AND table_name = ? AND state = 'open'")
			.params(kind.sql(), table)
			.query(Plans::plan)
			.optional();
	}

	/** The newest plan of a table, whatever its state. */
	public Optional<Plan> newest(Plan.Kind kind, String table) {
		return this.control.client()
			.sql(PLAN + "WHERE kind = ? AND table_name = ? ORDER BY plan_id DESC LIMIT 1")
			.params(kind.sql(), table)
			.query(Plans::plan)
			.optional();
	}

	/**
	 * Writes a plan that covers the key space: to be called in one transaction.
	 * @param first its first ranges; where they are not all, workers
	 * {@linkplain Ledger#extend extend} it
	 */
	public Plan create(Plan.Kind kind, Mapping mapping, int chunkRows, @Nullable Integer maxRowsPerSecond,
			Planner.Page first) {
		Plan plan = create(kind, mapping, chunkRows, maxRowsPerSecond);
		new Ledger(this.control).insert(plan, first);
		return plan;
	}

	/** Writes a plan without chunks, for work on single keys. */
	public Plan create(Plan.Kind kind, Mapping mapping, int chunkRows, @Nullable Integer maxRowsPerSecond) {
		return this.control.client()
			.sql("""
					INSERT INTO bluegreen.plan
					    (kind, table_name, mapping_hash, mapping_evidence, chunk_rows, max_rows_per_second, asked_rows_per_second)
					VALUES (:kind, :table, :hash, :evidence::jsonb, :chunkRows, :rate, :rate)
					RETURNING plan_id, kind, table_name, mapping_hash, mapping_evidence, chunk_rows, max_rows_per_second, state
					""")
			.param("kind", kind.sql())
			.param("table", mapping.table())
			.param("hash", mapping.hash())
			.param("evidence", mapping.definition().evidence())
			.param("chunkRows", chunkRows)
			.param("rate", maxRowsPerSecond)
			.query(Plans::plan)
			.single();
	}

	/**
	 * Gives a plan the rate that a command asks for, for all processes that work on it;
	 * not where the last one asked for the same: a restart takes back nothing that was
	 * set since. A command that asks for none ends what the last one asked for, but not
	 * what was set since. All of it ends with the plan. What processes had to wait for
	 * the old rate is forgotten.
	 * @param maxRowsPerSecond null: none
	 */
	public void askRate(Plan plan, @Nullable Integer maxRowsPerSecond) {
		this.control.client().sql("""
				UPDATE bluegreen.plan
				SET max_rows_per_second = :rate, asked_rows_per_second = :rate, paced_until = NULL
				WHERE plan_id = :plan
				  AND (state <> 'open' OR asked_rows_per_second IS DISTINCT FROM :rate
				                          AND (:rate IS NOT NULL OR max_rows_per_second = asked_rows_per_second))
				""").param("rate", maxRowsPerSecond, Types.INTEGER).param("plan", plan.id()).update();
	}

	/**
	 * Opens a plan again, under the mapping of now: what of it was done under another one
	 * stays as it is.
	 */
	public void reopen(Plan plan, Definition mapping) {
		this.control.client()
			.sql("""
					UPDATE bluegreen.plan
					SET state = 'open', finished_at = NULL, mapping_hash = :hash, mapping_evidence = :evidence::jsonb
					WHERE plan_id = :plan
					""")
			.param("hash", mapping.hash())
			.param("evidence", mapping.evidence())
			.param("plan", plan.id())
			.update();
	}

	/** Ends a plan. */
	public void finish(Plan plan, String state) {
		this.control.client()
			.sql("UPDATE bluegreen.plan SET state = ?, finished_at = clock_timestamp() WHERE plan_id = ? AND state = 'open'")
			.params(state, plan.id())
			.update();
	}

	/** Whether a newer plan took this one's place: then nothing is claimed from it. */
	public boolean isReplaced(Plan plan) {
		return this.control.client()
			.sql("SELECT EXISTS (SELECT FROM bluegreen.plan WHERE plan_id = ? AND state = 'replaced')")
			.param(plan.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Ends work on a plan that was replaced.
	 * @throws TryAgainException in that case
	 */
	public void requireNotReplaced(Plan plan) {
		if (isReplaced(plan)) {
			throw new TryAgainException(
					"%s: plan %d was replaced by a newer one meanwhile: the same command goes on with that"
						.formatted(plan.table(), plan.id()));
		}
	}

	private static Plan plan(ResultSet row, int i) throws SQLException {
		return new Plan(row.getLong("plan_id"), Plan.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
				row.getString("table_name"),
				new Definition(row.getString("mapping_hash"), row.getString("mapping_evidence")),
				row.getInt("chunk_rows"), (Integer) row.getObject("max_rows_per_second"), row.getString("state"));
	}

}
