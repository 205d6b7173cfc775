package io.bluegreen.jobs.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

	/** Notes both positions. */
	Noted note(Mapping mapping) {
		return new Noted(position(this.blue, mapping.source().orElse(mapping.from()), definition(mapping).evidence()),
				position(this.green, mapping.to(), "{}"));
	}

	/** Why what was noted at the start does not hold any more, if so. */
	Optional<String> voided(Mapping mapping, Noted noted) {
		Noted now = note(mapping);
		return broken(this.blue, noted.blue(), now.blue()).map((why) -> "Blue: " + why)
			.or(() -> broken(this.green, noted.green(), now.green()).map((why) -> "Green: " + why))
			.or(() -> definition(mapping).hash().equals(mapping.hash()) ? Optional.empty()
					: Optional.of("the mapping was replaced before it was verified"));
	}

	private Definition definition(Mapping mapping) {
		return this.blue.in(() -> Definition.of(this.blue.client(), mapping));
	}

	private static String position(Side side, Relation relation, String mapping) {
		return side.in(() -> side.client()
			.sql("SELECT (bluegreen_track.position(:relation::oid::regclass) || jsonb_build_object('mapping', :mapping::jsonb))::text")
			.param("relation", relation.oid())
			.param("mapping", mapping)
			.query(String.class)
			.single());
	}

	private static Optional<String> broken(Side side, String before, String now) {
		return side.in(() -> side.client()
			.sql("SELECT bluegreen_track.broken(:before::jsonb, :now::jsonb)")
			.param("before", before)
			.param("now", now)
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single());
	}

}
