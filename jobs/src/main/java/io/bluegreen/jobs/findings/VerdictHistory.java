package io.bluegreen.jobs.findings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.session.Side;

/**
 * All verdicts that are kept, by the run that made them.
 *
 * @param control has the control schema
 */
public record VerdictHistory(Side control) {

	private static final String RUNS = """
			SELECT run, CASE WHEN bool_or(answer = 'DIFFER') THEN 'DIFFER' WHEN bool_or(answer = 'INCOMPLETE') THEN 'INCOMPLETE'
			                 ELSE 'MATCH' END AS answer,
			       %s AS started, %s AS finished, min(made_by) AS made_by,
			       array_agg(table_name ORDER BY verdict_id) AS tables, array_agg(answer ORDER BY verdict_id) AS answers
			FROM bluegreen.verdict
			WHERE cardinality(:tables::text[]) = 0 OR table_name = ANY (:tables)
			GROUP BY run ORDER BY max(verdict_id) DESC LIMIT :limit
			"""
		.formatted(VerdictStore.ISO.formatted("min(started_at)"), VerdictStore.ISO.formatted("max(finished_at)"));

	/**
	 * The verdicts of a run.
	 *
	 * @param answer the strongest of its tables' answers
	 * @param by the role that made them
	 */
	public record Entry(long verdict, String answer, String startedAt, String finishedAt, String by,
			List<Table> tables) {
	}

	/** The answer for one table. */
	public record Table(String table, String answer) {
	}

	/**
	 * The newest first.
	 * @param tables empty: all that there are verdicts of
	 * @param limit null: all
	 */
	public List<Entry> list(List<String> tables, @Nullable Integer limit) {
		return this.control.client()
			.sql(RUNS)
			.param("tables", tables.toArray(String[]::new))
			.param("limit", limit)
			.query(VerdictHistory::entry)
			.list();
	}

	private static Entry entry(ResultSet row, int i) throws SQLException {
		List<String> tables = TextArray.of(row, "tables");
		List<String> answers = TextArray.of(row, "answers");
		return new Entry(row.getLong("run"), row.getString("answer"), row.getString("started"),
				row.getString("finished"), row.getString("made_by"),
				IntStream.range(0, tables.size())
					.mapToObj((place) -> new Table(tables.get(place), answers.get(place)))
					.toList());
	}

}
