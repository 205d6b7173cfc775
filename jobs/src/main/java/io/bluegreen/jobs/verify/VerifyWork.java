package io.bluegreen.jobs.verify;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares one range on both sides, in one statement and so in one snapshot: by checksum,
 * or row by row with {@code exact}. Only where a range disagrees are its rows looked at.
 */
class VerifyWork implements ChunkWork {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Side green;

	private final Comparison comparison;

	VerifyWork(Side green, Comparison comparison) {
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
		RangeSeen seen = new Isolation(this.green, this.comparison.mapping(),
				this.comparison.exact() ? this::exactly : this::byChecksum)
			.see(chunk.range());
		return new ChunkOutcome(chunk.id(), ChunkOutcome.State.DONE, seen.scanned(), seen.scanned() - seen.differing(),
				(System.nanoTime() - begin) / 1e9, null, null, JSON.writeValueAsString(seen));
	}

	private RangeSeen byChecksum(KeyRange range) {
		List<RangeSeen.Group> groups = new ArrayList<>();
		long[] rows = new long[3];
		long[] hashes = new long[3];
		statement(this.comparison.sql().checksums(range), range).query((row) -> {
			int side = List.of("blue", "green", "source").indexOf(row.getString("side"));
			rows[side] += row.getLong("n");
			hashes[side] ^= row.getLong("hash");
			if (side < 2) {
				groups.add(group(row, row.getString("side"), "money", "n", "sums"));
			}
		});
		boolean same = rows[0] == rows[1] && hashes[0] == hashes[1];
		return seen(rows[2], rows[0], rows[1], same ? Looked.NOTHING : look(range), groups);
	}

	private RangeSeen exactly(KeyRange range) {
		List<RangeSeen.Group> groups = new ArrayList<>();
		long[] paired = new long[3];
		long[] there = new long[2];
		statement(this.comparison.sql().exact(range), range).query((row) -> {
			there[0] += row.getLong("source");
			there[1] += row.getLong("there");
			paired[0] += row.getLong("blue");
			paired[1] += row.getLong("green");
			paired[2] += row.getLong("differing");
			groups.add(group(row, "blue", "blue_money", "blue", "blue_sums"));
			groups.add(group(row, "green", "green_money", "green", "green_sums"));
		});
		groups.removeIf((group) -> group.rows() == 0);
		// A row of Green that is in two pairs has a key that the view shows twice.
		boolean same = paired[2] == 0 && paired[1] == there[1];
		return seen(there[0], paired[0], there[1], same ? Looked.NOTHING : look(range), groups);
	}

	private static RangeSeen seen(long source, long blue, long green, Looked looked, List<RangeSeen.Group> groups) {
		return new RangeSeen(source, blue, green, blue + looked.extra(), looked.differing(), looked.kept(),
				looked.repeated(), groups, List.of());
	}

	private record Looked(long differing, long kept, long extra, long repeated) {

		static final Looked NOTHING = new Looked(0, 0, 0, 0);

	}

	private Looked look(KeyRange range) {
		return statement(this.comparison.sql().look(range), range).param("plan", this.comparison.plan())
			.param("room", this.comparison.room(this.green))
			.query((row, i) -> new Looked(row.getLong("differing"), row.getLong("kept"), row.getLong("extra"),
					row.getLong("repeated")))
			.single();
	}

	private org.springframework.jdbc.core.simple.JdbcClient.StatementSpec statement(String sql, Keys keys) {
		return this.green.client()
			.sql(sql)
			.params(keys.parameters())
			.param("rowSeed", this.comparison.seeds().row())
			.param("mixSeed", this.comparison.seeds().mix());
	}

	private static RangeSeen.Group group(ResultSet row, String side, String money, String rows, String sums)
			throws SQLException {
		return new RangeSeen.Group(side, texts(row.getArray(money)), row.getLong(rows), texts(row.getArray(sums)));
	}

	private static List<@Nullable String> texts(Array array) throws SQLException {
		return Arrays.asList((@Nullable String[]) array.getArray());
	}

}
