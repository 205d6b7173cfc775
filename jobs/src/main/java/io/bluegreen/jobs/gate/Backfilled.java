package io.bluegreen.jobs.gate;

import java.util.List;
import java.util.Optional;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.session.Side;

/**
 * That history is in Green, as the ledger says: its ranges cover the key space, none
 * failed, no row was rejected.
 *
 * @param control has the ledger
 */
record Backfilled(Side control) {

	/**
	 * Ranges whose ends are all another one's beginning, each once, from open to open,
	 * are a chain without gap or overlap.
	 */
	private static final String COVERAGE = """
			WITH c AS (SELECT from_key, to_key, state FROM bluegreen.chunk WHERE plan_id = ?)
			SELECT count(*) AS chunks, count(*) FILTER (WHERE state = 'failed') AS failed,
			       count(*) FILTER (WHERE state NOT IN ('done', 'failed')) AS unfinished,
			       count(*) - count(from_key) = 1 AND count(*) - count(to_key) = 1
			       AND count(DISTINCT from_key) = count(from_key) AND count(DISTINCT to_key) = count(to_key)
			       AND NOT EXISTS (SELECT to_key FROM c WHERE to_key IS NOT NULL EXCEPT SELECT from_key FROM c) AS covers
			FROM c
			""";

	private record Coverage(long chunks, long failed, long unfinished, boolean covers) {

		private static final Coverage NONE = new Coverage(0, 0, 0, false);

	}

	List<Condition> conditions(String table) {
		Optional<Plan> plan = new Plans(this.control).newest(Plan.Kind.BACKFILL, table);
		Coverage coverage = plan
			.map((newest) -> this.control.client().sql(COVERAGE).param(newest.id()).query(Coverage.class).single())
			.orElse(Coverage.NONE);
		return List.of(complete(table, plan, coverage), noneFailed(table, coverage), noneRejected(table));
	}

	private static Condition complete(String table, Optional<Plan> plan, Coverage coverage) {
		String name = table + ": backfilled";
		String wayOut = "`bluegreen backfill %s`".formatted(table);
		if (plan.isEmpty()) {
			return new Condition(name, false, "no backfill was planned", wayOut);
		}
		Plan newest = plan.get();
		boolean complete = newest.state().equals("complete") && coverage.unfinished() == 0;
		if (complete && !coverage.covers()) {
			return new Condition(name, false,
					"the %,d chunks of plan %d do not cover the key space".formatted(coverage.chunks(), newest.id()),
					wayOut + " --new");
		}
		return Condition.unless(name,
				complete ? Optional.empty()
						: Optional.of("plan %d is %s, %,d of its %,d chunks are unfinished".formatted(newest.id(),
								newest.state(), coverage.unfinished(), coverage.chunks())),
				"the %,d chunks of plan %d cover the key space, and it was closed by a reconcile"
					.formatted(coverage.chunks(), newest.id()),
				wayOut);
	}

	private static Condition noneFailed(String table, Coverage coverage) {
		return Condition.unless(table + ": no failed chunk", some(coverage.failed(), "%,d chunks failed"),
				"none failed",
				"`bluegreen chunks %1$s --state=failed` shows why; then `bluegreen rerun %1$s`".formatted(table));
	}

	private Condition noneRejected(String table) {
		return Condition.unless(table + ": no rejected row",
				some(new ChangedKeys(this.control).rejected(table), "Green refuses %,d rows"), "none is rejected",
				"`bluegreen rejects %1$s` lists them; then `bluegreen rerun %1$s`".formatted(table));
	}

	private static Optional<String> some(long count, String sentence) {
		return (count == 0) ? Optional.empty() : Optional.of(sentence.formatted(count));
	}

}
