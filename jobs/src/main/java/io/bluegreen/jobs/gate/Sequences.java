package io.bluegreen.jobs.gate;

import java.util.List;

import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * That whoever inserts into Green itself draws numbers that are free.
 */
record Sequences(Side green) {

	/** Identity and serial columns, and the sequence of each. */
	private static final String OWNED = """
			SELECT quote_ident(a.attname) AS "column", d.objid::regclass::text AS sequence, s.seqincrement > 0 AS upwards
			FROM pg_attribute a
			JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
			     AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
			JOIN pg_sequence s ON s.seqrelid = d.objid
			WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
			""";

	private static final SqlTemplate BEHIND = SqlTemplate.of("""
			SELECT coalesce(CASE WHEN :upwards THEN (SELECT max({column}) FROM {table}) > s.last_value
			                     ELSE (SELECT min({column}) FROM {table}) < s.last_value END, false)
			FROM {sequence} s
			""");

	private record Owned(String column, String sequence, boolean upwards) {
	}

	Condition condition(String table, Preflight.Look look, Stage stage) {
		String name = table + ": sequences";
		return (stage == Stage.GREEN) ? look.ask(name, (mapping) -> condition(name, mapping))
				: new Condition(name, true, "not drawn from while Blue has authority", "");
	}

	private Condition condition(String name, Mapping mapping) {
		List<Owned> behind = this.green.in(() -> this.green.client()
			.sql(OWNED)
			.param(mapping.to().oid())
			.query(Owned.class)
			.list()
			.stream()
			.filter((owned) -> this.green.client()
				.sql(BEHIND.with("column", owned.column())
					.with("table", mapping.to().sql())
					.with("sequence", owned.sequence())
					.sql())
				.param("upwards", owned.upwards())
				.query(Boolean.class)
				.single())
			.toList());
		return Condition.unless(name, behind.stream()
			.findFirst()
			.map((owned) -> "%s stands below the highest value of %s".formatted(owned.sequence(), owned.column())),
				"all stand at the highest value or above",
				"as its owner: SELECT bluegreen_track.advance('%s')".formatted(mapping.to().sql()));
	}

}
