package io.bluegreen.jobs.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.Consumer;
import io.bluegreen.tracking.Position;

/**
 * What a verdict is bound to: where both logs stood before the first read, in which
 * databases, under which mapping.
 */
class Evidence {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Side blue;

	private final Side green;

	Evidence(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	/**
	 * Positions of both sides, as JSON.
	 */
	record Noted(String blue, String green) {

		/** What of a position tells the database. */
		Map<String, Object> identity(String position) {
			JsonNode node = JSON.readTree(position);
			Map<String, Object> identity = new LinkedHashMap<>();
			for (String field : List.of("system", "database", "timeline", "lsn", "snapshot")) {
				if (node.has(field)) {
					identity.put(field, node.get(field).asString());
				}
			}
			return identity;
		}

	}

	/** Notes both positions, Blue's with a token that must be found there again. */
	Noted note(Mapping mapping) {
		Consumer consumer = consumer();
		String evidence = definition(mapping).evidence();
		Position inBlue = this.blue.in(() -> consumer.leave(this.blue.client(), read(mapping).oid(),
				new Position(position(this.blue, read(mapping), evidence))));
		return new Noted(inBlue.json(), position(this.green, mapping.to(), "{}"));
	}

	/** Why what was noted at the start does not hold any more, if so. */
	Optional<String> voided(Mapping mapping, Noted noted) {
		String inBlue = position(this.blue, read(mapping), definition(mapping).evidence());
		return broken(this.blue, noted.blue(), inBlue).map((why) -> "Blue: " + why)
			.or(() -> broken(this.green, noted.green(), position(this.green, mapping.to(), "{}"))
				.map((why) -> "Green: " + why))
			.or(() -> definition(mapping).hash().equals(mapping.hash()) ? Optional.empty()
					: Optional.of("the mapping was replaced before it was verified"));
	}

	/**
	 * Waits until Blue has flushed all that was read so far: after a crash it may
	 * otherwise forget rows that a verdict has seen.
	 */
	void awaitFlush() {
		String lsn = this.blue
			.in(() -> this.blue.client().sql("SELECT pg_current_wal_insert_lsn()::text").query(String.class).single());
		boolean flushed = false;
		while (!flushed) {
			// The commit of a transaction that has to say no flushes.
			flushed = this.blue.in(() -> this.blue.client()
				.sql("SELECT bluegreen_track.flushed(:lsn::pg_lsn)")
				.param("lsn", lsn)
				.query(Boolean.class)
				.single());
		}
	}

	/** Clears up in Blue once the verdict is stored. */
	void stored(Mapping mapping, Noted noted) {
		Consumer consumer = consumer();
		this.blue.run(() -> consumer.stored(this.blue.client(), read(mapping).oid(), new Position(noted.blue())));
	}

	private Consumer consumer() {
		return this.green.in(() -> Consumer.of(this.green.client(), "verdicts", true));
	}

	private static Relation read(Mapping mapping) {
		return mapping.source().orElse(mapping.from());
	}

	private Definition definition(Mapping mapping) {
		return this.blue.in(() -> Definition.of(this.blue.client(), mapping));
	}

	private static String position(Side side, Relation relation, String mapping) {
		return side.in(() -> Position.now(side.client(), List.of(relation.oid()), List.of(mapping)).get(0).json());
	}

	private static Optional<String> broken(Side side, String before, String now) {
		return side.in(() -> new Position(before).broken(side.client(), new Position(now)));
	}

}
