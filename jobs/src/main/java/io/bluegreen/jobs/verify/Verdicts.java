package io.bluegreen.jobs.verify;

import java.time.Duration;

import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.session.Side;

/**
 * Verdicts in Green's control schema, dated by Green's clock.
 */
class Verdicts {

	private static final String ISO = "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

	private final Side green;

	Verdicts(Side green) {
		this.green = green;
	}

	/**
	 * A verdict that was begun.
	 *
	 * @param verdict its number
	 */
	record Started(long verdict, String startedAt, String expiresAt) {
	}

	Started start(Duration maxAge) {
		return this.green.in(() -> this.green.client()
			.sql("SELECT nextval('bluegreen.verdict_run_seq') AS verdict, %s AS started, %s AS expires"
				.formatted(ISO.formatted("now()"), ISO.formatted("(now() + make_interval(secs => :maxAge))")))
			.param("maxAge", maxAge.toMillis() / 1000.0)
			.query((row, i) -> new Started(row.getLong("verdict"), row.getString("started"), row.getString("expires")))
			.single());
	}

	String now() {
		return this.green.in(() -> this.green.client()
			.sql("SELECT " + ISO.formatted("clock_timestamp()"))
			.query(String.class)
			.single());
	}

	void save(Started started, long plan, VerifyAnswer.Table table, Evidence.Noted noted) {
		this.green.flushOnCommit();
		this.green.client()
			.sql("""
					INSERT INTO bluegreen.verdict
					    (plan_id, table_name, run, answer, started_at, expires_at, mapping_hash, blue, green, document)
					VALUES (:plan, :table, :run, :answer, :started::timestamptz, :expires::timestamptz, :hash, :blue::jsonb,
					        :green::jsonb, :document::jsonb)
					""")
			.param("plan", plan)
			.param("table", table.table())
			.param("run", started.verdict())
			.param("answer", table.answer().name())
			.param("started", started.startedAt())
			.param("expires", started.expiresAt())
			.param("hash", table.mappingHash())
			.param("blue", noted.blue())
			.param("green", noted.green())
			.param("document", JsonMapper.builder().build().writeValueAsString(table))
			.update();
	}

}
