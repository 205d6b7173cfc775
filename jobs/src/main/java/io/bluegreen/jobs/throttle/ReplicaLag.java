package io.bluegreen.jobs.throttle;

import java.time.Duration;
import java.util.Optional;

import io.bluegreen.session.Side;

/**
 * How far the slowest replica of a server is behind, as the server measures it: it grows
 * while a replica replays nothing.
 *
 * @param name of the side
 */
record ReplicaLag(Side side, String name, Duration max) implements Signal {

	/** Without the right to see others' sessions all but the pid is NULL. */
	private static final String SLOWEST = """
			SELECT state IS NULL AS hidden, coalesce(extract(epoch FROM replay_lag), 0) AS seconds
			FROM pg_stat_replication
			ORDER BY replay_lag DESC NULLS LAST LIMIT 1
			""";

	/** What is known of it. */
	private record Slowest(boolean hidden, double seconds) {
	}

	@Override
	public Optional<String> reason() {
		Optional<Slowest> slowest = this.side.in(() -> this.side.client()
			.sql(SLOWEST)
			.query((row, i) -> new Slowest(row.getBoolean("hidden"), row.getDouble("seconds")))
			.optional());
		if (slowest.filter(Slowest::hidden).isPresent()) {
			throw new OffException("replicas of %s are seen by members of pg_monitor alone".formatted(this.name));
		}
		return slowest.filter((replica) -> replica.seconds() * 1000 > this.max.toMillis())
			.map((replica) -> "a replica of %s is %.1f s behind, at most %.1f s".formatted(this.name, replica.seconds(),
					this.max.toMillis() / 1000.0));
	}

}
