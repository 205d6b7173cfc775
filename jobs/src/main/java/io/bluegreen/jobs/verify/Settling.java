package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.jobs.work.Drain;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks again, with growing pauses, at rows that were not the same at the first look. A
 * difference is confirmed, not glimpsed: a row that is being written matches as soon as
 * one look finds both sides equal.
 */
class Settling {

	/**
	 * What a look finds, row by row. {@code open} is true for keys whose change the
	 * reconcile has not taken over yet.
	 */
	private static final String LOOK = """
			WITH look AS (
			    SELECT d.key, (%1$s) AS differs, b.%2$s IS NOT NULL AS in_blue, g.%2$s IS NOT NULL AS in_green,
			           %3$s AS blue_version, %4$s AS green_version, %5$s AS blue_digest, %6$s AS green_digest,
			           EXISTS (SELECT FROM bluegreen.changed_key q WHERE q.table_name = :table AND q.key = d.key) AS open
			    FROM bluegreen.difference d
			    LEFT JOIN %7$s b ON (%8$s) = (%9$s)
			    LEFT JOIN %10$s g ON (%11$s) = (%9$s)
			    WHERE d.plan_id = :plan AND d.state = 'candidate'
			), judged AS (
			    SELECT l.*, d.kind AS first_kind,
			           CASE WHEN NOT in_blue THEN 'extra' WHEN NOT in_green THEN 'missing' ELSE 'mismatched' END AS now_kind,
			           CASE WHEN NOT differs OR NOT in_blue AND NOT in_green THEN 'same'
			                WHEN in_blue AND in_green AND l.blue_version = l.green_version THEN 'confirmed'
			                WHEN in_blue AND in_green AND l.green_version > l.blue_version AND NOT open THEN 'confirmed'
			                WHEN NOT :last THEN 'candidate'
			                WHEN NOT in_blue AND d.kind = 'extra' AND (l.green_version, l.green_digest)
			                     IS NOT DISTINCT FROM (d.green_version, d.green_digest) THEN 'confirmed'
			                WHEN NOT in_blue OR d.kind = 'extra' THEN 'unsettled'
			                WHEN l.blue_version IS NULL AND l.blue_digest = d.blue_digest THEN 'confirmed'
			                WHEN NOT in_green OR l.green_version < d.blue_version THEN 'confirmed'
			                ELSE 'unsettled' END AS judgement
			    FROM look l JOIN bluegreen.difference d ON d.plan_id = :plan AND d.key = l.key
			), settled AS (
			    DELETE FROM bluegreen.difference d USING judged j
			    WHERE d.plan_id = :plan AND d.key = j.key AND j.judgement = 'same'
			)
			UPDATE bluegreen.difference d
			SET state = j.judgement, kind = CASE j.judgement WHEN 'confirmed' THEN j.now_kind ELSE d.kind END
			FROM judged j
			WHERE d.plan_id = :plan AND d.key = j.key AND j.judgement IN ('confirmed', 'unsettled')
			""";

	private final Side green;

	private final Comparison comparison;

	private final Drain drain;

	Settling(Side green, Comparison comparison, Drain drain) {
		this.green = green;
		this.comparison = comparison;
		this.drain = drain;
	}

	/**
	 * Looks until nothing is open, or this time is over.
	 */
	void settle(Duration limit) {
		Instant deadline = Instant.now().plus(limit);
		Duration pause = Duration.ofMillis(50);
		while (candidates() > 0) {
			boolean last = !Instant.now().isBefore(deadline);
			this.green.run(() -> look(last));
			if (last) {
				return;
			}
			Duration rest = Duration.between(Instant.now(), deadline);
			this.drain.pause(pause.compareTo(rest) < 0 ? pause : rest);
			this.drain.check();
			pause = pause.multipliedBy(2);
		}
	}

	private void look(boolean last) {
		ComparisonSql sql = this.comparison.sql();
		JdbcClient client = this.green.client();
		client
			.sql(LOOK.formatted(sql.differs(), sql.firstKey(), sql.version("b"), sql.version("g"), sql.digest("b"),
					sql.digest("g"), sql.blue(), this.comparison.mapping().key("b"), noted(), sql.green(),
					this.comparison.mapping().key("g")))
			.param("plan", this.comparison.plan())
			.param("table", this.comparison.mapping().table())
			.param("rowSeed", this.comparison.seeds().row())
			.param("last", last)
			.update();
	}

	/** The noted key, in the types of the key columns. */
	private String noted() {
		return IntStream.range(0, this.comparison.mapping().key().size()).mapToObj((i) -> {
			Column column = this.comparison.mapping().key().get(i);
			return column.fromText("d.key[" + (i + 1) + "]");
		}).collect(Collectors.joining(", "));
	}

	private long candidates() {
		return this.green.in(() -> this.green.client()
			.sql("SELECT count(*) FROM bluegreen.difference WHERE plan_id = ? AND state = 'candidate'")
			.param(this.comparison.plan())
			.query(Long.class)
			.single());
	}

}
