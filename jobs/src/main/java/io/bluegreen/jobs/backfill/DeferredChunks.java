package io.bluegreen.jobs.backfill;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Chunks with rows that waited for others, after the reconcile that was to bring these.
 */
record DeferredChunks(Side green, Mapping mapping, Plan plan) {

	/** The keys of a chunk that the reconcile could not set either. */
	private static final String REJECTED = """
			SELECT q.queued_key, q.error, count(*) OVER () AS rows
			FROM (SELECT key AS queued_key, error, %s FROM bluegreen.changed_key
			      WHERE table_name = :table AND error IS NOT NULL) q
			WHERE %s
			ORDER BY q.queued_key LIMIT 1
			""";

	/** A chunk is done if all of its rows came, and has failed by name if not. */
	void settle() {
		this.green.run(() -> {
			Ledger ledger = new Ledger(this.green);
			for (Chunk chunk : ledger.deferred(this.plan)) {
				ledger.settle(chunk, rejected(chunk).orElse(null));
			}
		});
	}

	private Optional<String> rejected(Chunk chunk) {
		List<Column> key = this.mapping.key();
		String columns = IntStream.range(0, key.size())
			.mapToObj((i) -> key.get(i).fromText("key[%d]".formatted(i + 1)) + " AS " + key.get(i).sql())
			.collect(Collectors.joining(", "));
		return this.green.client()
			.sql(REJECTED.formatted(columns, chunk.range().predicate("q", key)))
			.params(chunk.range().parameters())
			.param("table", this.mapping.table())
			.query((row, i) -> sentence(key, row.getString("error"), TextArray.of(row, "queued_key"),
					row.getLong("rows")))
			.optional();
	}

	/**
	 * What became of rows, without a value that is not in their key.
	 * @param row key of one of them
	 */
	static String sentence(List<Column> key, String error, List<String> row, long rows) {
		String named = IntStream.range(0, key.size())
			.mapToObj((i) -> key.get(i).name() + "=" + row.get(i))
			.collect(Collectors.joining(", "));
		return "%s: row %s%s".formatted(error, named, (rows == 1) ? "" : " and %d others".formatted(rows - 1));
	}

}
