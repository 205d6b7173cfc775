package io.bluegreen.jobs.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.findings.Reason.Code;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.session.Side;

/**
 * Adds up what the ledger keeps of the ranges of plans.
 */
record LedgerTotals(Side green, List<Long> plans) {

	private static final int FETCH_SIZE = 200;

	/**
	 * Read row by row, for which the driver needs a transaction.
	 * @param later rows that later looks judged
	 */
	VerifyTotals seen(List<Group> later) {
		JsonMapper json = JsonMapper.builder().build();
		VerifyTotals seen = new VerifyTotals();
		RowCallbackHandler add = (row) -> seen.add(json.readValue(row.getString(1), RangeResult.class));
		this.green.run(() -> this.green.client()
			.sql("SELECT detail::text FROM bluegreen.chunk WHERE plan_id = ANY (?) AND state = 'done' ORDER BY chunk_id")
			.withFetchSize(FETCH_SIZE)
			.param(this.plans.toArray(Long[]::new))
			.query(add));
		seen.add(later);
		return seen;
	}

	/** A reason for each error of ranges that could not be compared. */
	List<Reason> failed() {
		return this.green.client()
			.sql("""
					WITH failed AS (
					    SELECT error, count(*) AS n, min(chunk_id) AS chunk_id FROM bluegreen.chunk
					    WHERE plan_id = ANY (?) AND state <> 'done' GROUP BY error
					)
					SELECT f.*, c.from_key, c.to_key FROM failed f JOIN bluegreen.chunk c USING (chunk_id) ORDER BY chunk_id
					""")
			.param(this.plans.toArray(Long[]::new))
			.query((row, i) -> new Reason(Code.RANGES_FAILED, row.getLong("n"), bounds(row),
					"%d ranges could not be compared, the first is chunk %d: %s".formatted(row.getLong("n"),
							row.getLong("chunk_id"), row.getString("error"))))
			.list();
	}

	/** Those of a range that are not open. */
	private static List<List<String>> bounds(ResultSet row) throws SQLException {
		return Stream.of(TextArray.orNull(row, "from_key"), TextArray.orNull(row, "to_key"))
			.flatMap(Stream::ofNullable)
			.toList();
	}

}
