package io.bluegreen.jobs.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Tags;

import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.ledger.Progress;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.TableSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Reads the state of the tables, whichever process brought it about.
 */
class TableState {

	/** One row a figure. A verdict has a row for each answer, and 1 at its own. */
	private static final String FIGURES = """
			WITH named AS (
			    SELECT unnest(:tables::text[]) AS table_name
			), verdicts AS (
			    SELECT DISTINCT ON (table_name) table_name, answer, started_at
			    FROM bluegreen.verdict JOIN named USING (table_name) ORDER BY table_name, verdict_id DESC
			), refused AS (
			    SELECT table_name, CASE
			               WHEN sqlstate = '23502' THEN 'not_null'
			               WHEN sqlstate = '23503' THEN 'foreign_key'
			               WHEN sqlstate = '23505' THEN 'unique'
			               WHEN sqlstate = '23514' THEN 'check'
			               WHEN sqlstate = '23P01' THEN 'exclusion'
			               WHEN sqlstate LIKE '22%' THEN 'value'
			               ELSE 'other' END AS reason
			    FROM bluegreen.changed_key JOIN named USING (table_name) WHERE error IS NOT NULL
			)
			SELECT 'queued.keys' AS meter, table_name, '' AS label, count(k.key)::float8 AS value
			FROM named LEFT JOIN bluegreen.changed_key k USING (table_name) GROUP BY table_name
			UNION ALL SELECT 'rejects', table_name, reason, count(*) FROM refused GROUP BY table_name, reason
			UNION ALL SELECT 'reconcile.broken', table_name, '', (broken IS NOT NULL)::int
			FROM named JOIN bluegreen.log_position USING (table_name)
			UNION ALL SELECT 'verdict', table_name, a.answer, (a.answer = v.answer)::int
			FROM verdicts v, LATERAL (VALUES ('MATCH'), ('DIFFER'), ('INCOMPLETE')) a (answer)
			UNION ALL SELECT 'verdict.timestamp', table_name, '', extract(epoch FROM started_at) FROM verdicts
			""";

	/** Estimated. */
	private static final String LOG_ROWS = """
			SELECT 'change.log.rows' AS meter, n.table_name, :label AS label, bluegreen_track.log_rows(t.log)::float8 AS value
			FROM unnest(:tables::text[], :relations::text[]) n (table_name, relation)
			JOIN bluegreen_track.tracked t ON t.relation = to_regclass(n.relation)
			""";

	private final Databases databases;

	private final Positions positions;

	private final BluegreenSettings settings;

	TableState(Databases databases, Positions positions, BluegreenSettings settings) {
		this.databases = databases;
		this.positions = positions;
		this.settings = settings;
	}

	/**
	 * What a gauge shows.
	 *
	 * @param label of the one that tells its series of a table apart; empty: it has none
	 */
	record Figure(String meter, String tableName, String label, double value) {

		/** The name of that label. */
		private static final Map<String, String> LABELS = Map.of("chunks", "state", "rejects", "reason", "verdict",
				"answer", "change.log.rows", "side");

		Tags tags() {
			if (this.tableName.isEmpty()) {
				return Tags.empty();
			}
			Tags table = Tags.of("table", this.tableName);
			return this.label.isEmpty() ? table
					: table.and(Objects.requireNonNull(LABELS.get(this.meter), this.meter), this.label);
		}

	}

	/**
	 * Looks at all tables.
	 * @return figures by meter
	 * @throws org.springframework.dao.DataAccessException if a side does not answer
	 */
	Map<String, List<Figure>> look() {
		List<String> names = List.copyOf(this.settings.tablesByName().keySet());
		List<TableSettings> settings = names.stream().map(this.settings::table).toList();
		Side control = this.databases.control();
		List<Figure> figures = new ArrayList<>(control.in(() -> control.client()
			.sql(FIGURES)
			.param("tables", names.toArray(String[]::new))
			.query(Figure.class)
			.list()));
		names.forEach((table) -> figures.addAll(control.in(() -> progress(control, table))));
		figures.addAll(logRows(this.databases.source(), "blue", names,
				settings.stream().map(TableState::source).toArray(String[]::new)));
		figures.addAll(logRows(this.databases.target(), "green", names,
				settings.stream().map(TableSettings::to).toArray(String[]::new)));
		figures.add(new Figure("state.timestamp", "", "", Instant.now().getEpochSecond()));
		return figures.stream().collect(Collectors.groupingBy(Figure::meter));
	}

	private List<Figure> progress(Side control, String table) {
		Ledger ledger = new Ledger(control);
		List<Figure> figures = new ArrayList<>();
		new Plans(control).newest(Plan.Kind.BACKFILL, table).ifPresent((plan) -> {
			Progress progress = ledger.progress(plan);
			figures.add(new Figure("chunks", table, "pending", progress.pending()));
			figures.add(new Figure("chunks", table, "deferred", progress.deferred()));
			figures.add(new Figure("chunks", table, "done", progress.done()));
			figures.add(new Figure("chunks", table, "failed", progress.failed()));
			figures.add(new Figure("rows.per.second", table, "", ledger.recentRate(plan)));
		});
		this.positions.lagOf(table).ifPresent((lag) -> figures.add(new Figure("reconcile.lag", table, "", lag)));
		return figures;
	}

	private static String source(TableSettings table) {
		return Objects.requireNonNull((table.source() == null) ? table.from() : table.source().table());
	}

	private static List<Figure> logRows(Side side, String label, List<String> names, String[] relations) {
		return side.in(() -> side.client()
			.sql(LOG_ROWS)
			.param("label", label)
			.param("tables", names.toArray(String[]::new))
			.param("relations", relations)
			.query(Figure.class)
			.list());
	}

}
