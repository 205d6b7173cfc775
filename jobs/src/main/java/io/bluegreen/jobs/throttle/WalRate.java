package io.bluegreen.jobs.throttle;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.bluegreen.session.Side;

/**
 * How fast a server writes WAL, whoever makes it. Measured from when it was last slow
 * enough, so that work which waits goes on once the average is.
 */
class WalRate implements Signal {

	/** What somebody else wrote at once is forgotten after so many seconds. */
	private static final double LONGEST = 30;

	private static final String WRITTEN = """
			SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes, extract(epoch FROM clock_timestamp()) AS seconds
			""";

	private final Side side;

	private final String name;

	private final DataSize max;

	private @Nullable Written since;

	/**
	 * A rate that is not measured yet.
	 * @param name of the side
	 * @param max in a second
	 */
	WalRate(Side side, String name, DataSize max) {
		this.side = side;
		this.name = name;
		this.max = max;
	}

	/** What was written, and when, by the server's clock. */
	private record Written(double bytes, double seconds) {

		double rateSince(Written before) {
			return (this.bytes - before.bytes) / Math.max(this.seconds - before.seconds, 0.001);
		}

	}

	@Override
	public Optional<String> reason() {
		Written now = this.side.in(() -> this.side.client()
			.sql(WRITTEN)
			.query((row, i) -> new Written(row.getDouble("bytes"), row.getDouble("seconds")))
			.single());
		Written before = (this.since == null) ? now : this.since;
		double rate = now.rateSince(before);
		if (rate <= this.max.toBytes() || now.seconds() - before.seconds() > LONGEST) {
			this.since = now;
			return Optional.empty();
		}
		return Optional.of("%s writes %s of WAL a second, at most %s".formatted(this.name, Size.text(Math.round(rate)),
				Size.text(this.max.toBytes())));
	}

}
