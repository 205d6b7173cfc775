package io.bluegreen.jobs.throttle;

import java.util.Optional;

import org.springframework.util.unit.DataSize;

import io.bluegreen.session.Side;

/**
 * How much WAL a server keeps for the laggiest of its replication slots.
 *
 * @param name of the side
 */
record SlotLag(Side side, String name, DataSize max) implements Signal {

	private static final String LAGGIEST = """
			SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint AS bytes
			FROM pg_replication_slots
			WHERE restart_lsn IS NOT NULL AND wal_status IS DISTINCT FROM 'lost'
			ORDER BY bytes DESC LIMIT 1
			""";

	/** A slot of the server. */
	private record Slot(String name, long bytes) {
	}

	@Override
	public Optional<String> reason() {
		return this.side
			.in(() -> this.side.client()
				.sql(LAGGIEST)
				.query((row, i) -> new Slot(row.getString("slot_name"), row.getLong("bytes")))
				.optional())
			.filter((slot) -> slot.bytes() > this.max.toBytes())
			.map((slot) -> "slot %s of %s holds %s of WAL, at most %s".formatted(slot.name(), this.name,
					Size.text(slot.bytes()), Size.text(this.max.toBytes())));
	}

}
