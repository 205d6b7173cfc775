package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Binary COPY of the mapping out of Blue, written as it comes into COPY into Green's
 * table: what somebody would build of the driver's own parts who need not stop, resume or
 * look.
 *
 * @param order what ends the query: empty, or {@link #byKey}
 */
record Pipe(Side blue, Side green, Mapping mapping, String order) implements RangeWork {

	private static final int BUFFER = 1 << 16;

	private static final String OUT = "COPY (SELECT %s FROM %s b WHERE %s%s) TO STDOUT (FORMAT binary)";

	private static final String IN = "COPY %s (%s) FROM STDIN (FORMAT binary)";

	/**
	 * Splits a key space into shares of as many ranges each.
	 * @param ranges of about as many rows each, in order
	 */
	static List<KeyRange> shares(List<KeyRange> ranges, int shares) {
		int parts = Math.min(shares, ranges.size());
		return IntStream.range(0, parts)
			.mapToObj((part) -> new KeyRange(ranges.get(part * ranges.size() / parts).from(),
					ranges.get((part + 1) * ranges.size() / parts - 1).to()))
			.toList();
	}

	/** In the order of Green's index, whatever that costs in Blue. */
	static String byKey(Mapping mapping) {
		return " ORDER BY " + Mapping.list(mapping.fromKey(), "b");
	}

	@Override
	public void run(JdbcClient client, KeyRange share) {
		List<Column> written = this.mapping.written();
		List<Column> sent = written.stream().map((column) -> this.mapping.inBlue(column)).toList();
		String in = IN.formatted(this.mapping.to().sql(), Mapping.names(written));
		this.blue.run(() -> {
			// COPY takes no bind variables.
			share.parameters()
				.forEach((name, value) -> this.blue.client()
					.sql("SELECT set_config(:name, :value, true)")
					.param("name", "bench." + name)
					.param("value", value)
					.query((row) -> {
					}));
			String condition = share.predicate("b", this.mapping.fromKey(),
					(name) -> "current_setting('bench." + name + "')");
			String out = OUT.formatted(Mapping.list(sent, "b"), this.mapping.from().sql(), condition, this.order);
			new JdbcTemplate(this.blue.dataSource())
				.execute((ConnectionCallback<Long>) (from) -> new JdbcTemplate(this.green.dataSource())
					.execute((ConnectionCallback<Long>) (to) -> pipe(from.unwrap(PGConnection.class), out,
							to.unwrap(PGConnection.class), in)));
		});
	}

	private static long pipe(PGConnection from, String out, PGConnection to, String in) throws SQLException {
		try (PGCopyOutputStream stream = new PGCopyOutputStream(to, in, BUFFER)) {
			return from.getCopyAPI().copyOut(out, stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
