package io.bluegreen.jobs.verify;

import java.util.List;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.session.Side;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares one range on both sides: by checksum, or row by row with {@code exact}. Only
 * where a range disagrees are its rows looked at.
 */
class VerifyWork implements ChunkWork {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Side green;

	private final Side blue;

	private final Comparison comparison;

	private final Reading reading;

	VerifyWork(Side green, Side blue, Comparison comparison, Reading reading) {
		this.blue = blue;
		this.reading = reading;
		this.green = green;
		this.comparison = comparison;
	}

	/** Nothing is written that anybody else could have written. */
	@Override
	public void enter() {
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		RangeSeen seen = new Isolation(this.green, this.blue, this.comparison.mapping(),
				this.comparison.exact() ? this::exactly : this::byChecksum)
			.see(chunk.range());
		return new ChunkOutcome(chunk.id(), ChunkOutcome.State.DONE, seen.scanned(), seen.scanned() - seen.differing(),
				(System.nanoTime() - begin) / 1e9, null, null, JSON.writeValueAsString(seen));
	}

	private RangeSeen byChecksum(KeyRange range) {
		List<Sums> sums = this.reading.checksums(range);
		long blue = rows(sums, "blue");
		long green = rows(sums, "green");
		boolean same = blue == green && hash(sums, "blue") == hash(sums, "green");
		return seen(rows(sums, "source"), blue, green, same ? Looked.NOTHING : look(range),
				sums.stream().filter((group) -> !group.side().equals("source")).map(Sums::money).toList());
	}

	private static long rows(List<Sums> sums, String side) {
		return sums.stream().filter((group) -> group.side().equals(side)).mapToLong(Sums::rows).sum();
	}

	private static long hash(List<Sums> sums, String side) {
		return sums.stream()
			.filter((group) -> group.side().equals(side))
			.mapToLong(Sums::hash)
			.reduce(0, (one, other) -> one ^ other);
	}

	private RangeSeen exactly(KeyRange range) {
		List<Paired> pairs = this.reading.pairs(range);
		long green = pairs.stream().mapToLong(Paired::there).sum();
		// A row of Green that is in two pairs has a key that the view shows twice.
		boolean same = pairs.stream().allMatch((group) -> group.differing() == 0)
				&& pairs.stream().mapToLong(Paired::green).sum() == green;
		return seen(pairs.stream().mapToLong(Paired::source).sum(), pairs.stream().mapToLong(Paired::blue).sum(), green,
				same ? Looked.NOTHING : look(range), pairs.stream().flatMap(Paired::money).toList());
	}

	private static RangeSeen seen(long source, long blue, long green, Looked looked, List<RangeSeen.Group> groups) {
		return new RangeSeen(source, blue, green, blue + looked.extra(), looked.differing(), looked.kept(),
				looked.repeated(), groups, List.of());
	}

	private record Looked(long differing, long kept, long extra, long repeated) {

		static final Looked NOTHING = new Looked(0, 0, 0, 0);

	}

	private Looked look(KeyRange range) {
		String sql = this.comparison.sql().look(range, this.reading.rows(range));
		return this.comparison.statement(this.green, sql, range)
			.param("plan", this.comparison.plan())
			.param("room", this.comparison.room(this.green))
			.query((row, i) -> new Looked(row.getLong("differing"), row.getLong("kept"), row.getLong("extra"),
					row.getLong("repeated")))
			.single();
	}

}
