package io.bluegreen.jobs.generated;

import java.util.ArrayList;
import java.util.List;

/**
 * Enums, domains, composites, ranges, and what extensions bring. Those of schema
 * {@code shared} are the same for Blue and Green; of the others Blue has one in
 * {@code old} and Green one in {@code new}.
 */
final class UserTypes {

	/** In their order, which is not that of their creation. */
	private static final List<String> MOODS = List.of("numb", "sad", "so so", "it's", "gl\u00fccklich", "Glad",
			"a\"b\\,");

	static final Type MOOD = Type.of("shared.mood", (draw) -> draw.pick(MOODS));

	static final Type SHORT_NAME = Type.of("shared.short_name", (draw) -> draw.text(20));

	static final Type CITEXT = Type.of("shared.citext", (draw) -> draw.text(40)).near(CommonTypes.TEXT.near());

	static final Type COUNTER = Type.of("shared.counter", (draw) -> Long.toString(draw.between(0, 9_999)));

	private static final String CREATE = """
			CREATE TYPE %1$s.mood AS ENUM ('sad', 'so so', 'it''s', 'Glad', 'a"b\\,');
			ALTER TYPE %1$s.mood ADD VALUE 'gl\u00fccklich' BEFORE 'Glad';
			ALTER TYPE %1$s.mood ADD VALUE 'numb' BEFORE 'sad';
			CREATE DOMAIN %1$s.counter AS integer CHECK (VALUE >= 0);
			CREATE DOMAIN %1$s.short_name AS varchar(20);
			CREATE DOMAIN %1$s.nick AS %1$s.short_name CHECK (VALUE <> 'root');
			CREATE DOMAIN %1$s.price AS numeric CHECK (VALUE > -1000000000);
			CREATE DOMAIN %1$s.numbers AS integer[];
			CREATE DOMAIN %1$s.span AS interval;
			CREATE TYPE %1$s.stay AS ("how long" interval, "where" text, mood %1$s.mood);
			CREATE TYPE %1$s.trip AS (stays %1$s.stay[], "first, last" %1$s.stay, price numeric, counter %1$s.counter);
			CREATE TYPE %1$s.letters AS RANGE (subtype = text, collation = "C");
			CREATE TYPE %1$s.moods AS RANGE (subtype = %1$s.mood);
			CREATE TYPE %1$s.prices AS RANGE (subtype = %1$s.price)
			""";

	private static final String CREATE_SHARED = """
			CREATE TYPE shared.measured AS (x double precision, at timestamptz, p point, bytes bytea, js json, b boolean);
			CREATE TYPE shared.doubles AS RANGE (subtype = float8);
			CREATE COLLATION shared.german (provider = icu, locale = 'de');
			CREATE COLLATION shared.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
			""";

	private UserTypes() {
	}

	/**
	 * What creates them.
	 * @param schema old, new or shared, which exists
	 */
	static String create(String schema) {
		return CREATE.formatted(schema) + (schema.equals("shared") ? ";" + CREATE_SHARED : "");
	}

	/** What the superuser creates in {@code shared}, where the server has it. */
	static String extension(String name, boolean available) {
		return available ? "CREATE EXTENSION %s SCHEMA shared".formatted(name)
				: "CREATE DOMAIN shared.%s AS text".formatted(name);
	}

	static List<Type> all() {
		List<Type> types = new ArrayList<>(List.of(MOOD, SHORT_NAME, COUNTER, CITEXT, Type.of("shared.hstore",
				(draw) -> "\"%s\"=>\"1\", b=>NULL, c=>\"%s\"".formatted(draw.letters(2), draw.pick("", "NULL", "x y"))),
				Type.of("shared.measured",
						Type.composite(CommonTypes.DOUBLE, CommonTypes.TIMESTAMPTZ, CommonTypes.POINT,
								CommonTypes.BYTEA, OtherTypes.JSON, CommonTypes.BOOLEAN)),
				Type.of("shared.doubles", Type.range(99, (n) -> Double.toString(n / 3.0))).asLoose()));
		for (boolean own : List.of(true, false)) {
			Type mood = type("mood", own, MOOD);
			Type stay = type("stay", own, Type.of("", Type.composite(CommonTypes.INTERVAL, CommonTypes.TEXT, MOOD)));
			types.addAll(List.of(mood, stay, type("counter", own, COUNTER), type("nick", own, SHORT_NAME),
					type("price", own, CommonTypes.MONETARY), type("numbers", own, COUNTER.array()),
					type("span", own, CommonTypes.INTERVAL),
					type("trip", own, Type.of("", Type.composite(stay.array(), stay, CommonTypes.NUMERIC, COUNTER))),
					type("letters", own, Type.of("", Type.range(26, (n) -> String.valueOf((char) ('a' + n))))),
					type("letters_multirange", own,
							Type.of("", Type.multirange(26, (n) -> String.valueOf((char) ('a' + n))))),
					type("moods", own, Type.of("", Type.range(MOODS.size(), (n) -> MOODS.get((int) n)))),
					type("prices", own, Type.of("", Type.range(99, (n) -> n + ".0"))).asLoose()));
		}
		return types;
	}

	private static Type type(String name, boolean own, Type like) {
		Type type = own ? Type.own(name, like.value()) : Type.of("shared." + name, like.value());
		return (like.loose() ? type.asLoose() : type).near(like.near());
	}

}
