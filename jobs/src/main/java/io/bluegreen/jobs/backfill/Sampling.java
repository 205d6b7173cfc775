package io.bluegreen.jobs.backfill;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.apply.Authority;
import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.jobs.work.SavepointWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Applies a chunk as a backfill does, in a transaction that is rolled back.
 */
record Sampling(Databases databases, Mapping mapping) {

	/**
	 * What came of it.
	 *
	 * @param walBytes that the server wrote meanwhile, for whomever
	 * @param trouble why not all of it arrived
	 */
	record Sampled(long scanned, long applied, double seconds, long walBytes, Optional<Trouble> trouble) {
	}

	/**
	 * Why rows did not arrive.
	 *
	 * @param error names one of them
	 */
	record Trouble(String sqlState, String error) {
	}

	/**
	 * Tries a range. Nobody waits for it who would not wait for a chunk of a backfill,
	 * and nothing is left but values that defaults of Green have drawn from sequences.
	 */
	Sampled run(KeyRange range) {
		Side green = this.databases.target();
		SavepointWork work = new SavepointWork(green,
				new BackfillWork(this.databases, this.mapping, Integer.MAX_VALUE));
		return green.rolledBack(() -> {
			new Authority(green.client()).enterDryRun(this.mapping);
			String before = green.client().sql("SELECT pg_current_wal_insert_lsn()::text").query(String.class).single();
			ChunkOutcome outcome = work.run(new Chunk(0, range, 0, false));
			long applied = (outcome instanceof ChunkOutcome.Applied rows) ? rows.applied() : 0;
			return new Sampled(outcome.scanned(), applied, outcome.seconds(), walSince(green, before),
					trouble(outcome));
		});
	}

	private Optional<Trouble> trouble(ChunkOutcome outcome) {
		if (outcome instanceof ChunkOutcome.Failed failed) {
			return Optional.of(new Trouble(failed.sqlState(), failed.error()));
		}
		List<Refusal> refusals = (outcome instanceof ChunkOutcome.Applied rows) ? rows.refusals() : List.of();
		return refusals.stream()
			.min(Comparator.comparing(Refusal::waits))
			.map((refusal) -> new Trouble(refusal.error().sqlState(),
					"%s: row %s%s".formatted(refusal.error().sentence(), name(refusal.key()),
							(refusals.size() == 1) ? "" : " and %d others".formatted(refusals.size() - 1))));
	}

	private String name(List<String> row) {
		List<Column> key = this.mapping.key();
		return IntStream.range(0, key.size())
			.mapToObj((i) -> key.get(i).name() + "=" + row.get(i))
			.collect(Collectors.joining(", "));
	}

	private static long walSince(Side green, String lsn) {
		return green.client()
			.sql("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), :lsn::pg_lsn)::bigint")
			.param("lsn", lsn)
			.query(Long.class)
			.single();
	}

}
