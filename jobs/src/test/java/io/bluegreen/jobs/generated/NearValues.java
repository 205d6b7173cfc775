package io.bluegreen.jobs.generated;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Pairs of values of a type that a careless comparison takes for one another: another
 * sign, a high bit, one bit, nesting, shape, scale, case, blanks, empty and NULL,
 * exchanged neighbours.
 */
final class NearValues {

	/** Values that are drawn of each type. */
	private static final int DRAWN = 5;

	private static final Pattern NUMBER = Pattern.compile("-?\\d+");

	/** What the server's own hashes fold together, whatever the seed. */
	private static final Map<String, List<String>> FOLDED = Map.of("bigint",
			List.of("-1", "4294967295", "-4294967297", "8589934590", "0", "-4294967296"), "jsonb",
			List.of("{\"a\": 250}", "{\"a\": -250}", "[[1], 2]", "[[1, 2]]", "\"x\"", "[\"x\"]", "1", "[1]", "{}",
					"[]"),
			"numeric", List.of("1", "-1", "NaN", "Infinity", "-Infinity", "10", "100", "1e100"), "int8range",
			List.of("[-1,0)", "[4294967295,4294967296)"), "time", List.of("00:00:00", "01:11:34.967296"), "xid8",
			List.of("18446744073709551615", "4294967295", "1", "4294967297"), "pg_lsn",
			List.of("FFFFFFFF/FFFFFFFF", "0/FFFFFFFF", "1/0", "0/1"), "timestamp without time zone",
			List.of("1999-12-31 23:59:59", "2000-01-01 01:11:33.967296"), "timestamp with time zone",
			List.of("1999-12-31 23:59:59+00", "2000-01-01 01:11:33.967296+00"), "timetz",
			List.of("12:00+00", "13:00+01"));

	private final Type type;

	NearValues(Type type) {
		this.type = type;
	}

	/**
	 * Two values as text, of which the second may be NULL.
	 */
	record Pair(String value, @Nullable String near) {
	}

	/** Those that the server accepts and tells apart. */
	List<Pair> pairs(Session server) throws SQLException {
		List<Pair> pairs = new ArrayList<>();
		for (String value : values()) {
			for (@Nullable
			String near : near(value)) {
				if (isDistinct(server, value, near)) {
					pairs.add(new Pair(value, near));
				}
			}
		}
		return pairs;
	}

	private List<String> values() {
		Draw draw = new Draw(this.type.blue().hashCode());
		List<String> values = new ArrayList<>(FOLDED.getOrDefault(this.type.blue(), List.of()));
		for (int i = 0; i < DRAWN; i++) {
			values.add(this.type.value().apply(draw));
		}
		return values.stream().filter((value) -> value.length() < 500).toList();
	}

	private Set<@Nullable String> near(String value) {
		Set<@Nullable String> near = new LinkedHashSet<>(FOLDED.getOrDefault(this.type.blue(), List.of()));
		near.add(null);
		near.add("");
		near.add(this.type.near().apply(value));
		near.addAll(List.of(value + " ", " " + value, value.toUpperCase(Locale.ROOT), value.toLowerCase(Locale.ROOT),
				"[" + value + "]", "{" + value + "}", "{" + value.replace(",", "},{") + "}", value + ".0", value + "0",
				swapped(value)));
		for (MatchResult number : NUMBER.matcher(value).results().limit(3).toList()) {
			near.add(replaced(value, number, negated(number.group())));
			near.add(replaced(value, number, "[" + number.group() + "]"));
			near.add(replaced(value, number, plus(number.group(), 1)));
			near.add(replaced(value, number, plus(number.group(), 1L << 32)));
			near.add(replaced(value, number, plus(number.group(), 1L << 48)));
		}
		return near;
	}

	private static String replaced(String value, MatchResult part, String by) {
		return value.substring(0, part.start()) + by + value.substring(part.end());
	}

	private static String negated(String number) {
		return number.startsWith("-") ? number.substring(1) : "-" + number;
	}

	private static String plus(String number, long more) {
		return (number.length() > 18) ? number : Long.toString(Long.parseLong(number) + more);
	}

	/** Its first two elements, or else its first two characters. */
	private static String swapped(String value) {
		String[] parts = value.split(",", 3);
		if (parts.length > 1) {
			return parts[1] + "," + parts[0] + ((parts.length > 2) ? "," + parts[2] : "");
		}
		return (value.length() < 2) ? value : "" + value.charAt(1) + value.charAt(0) + value.substring(2);
	}

	private boolean isDistinct(Session server, String value, @Nullable String near) throws SQLException {
		if (near == null) {
			return true;
		}
		String one = Names.literal(value) + "::" + this.type.blue();
		String other = Names.literal(near) + "::" + this.type.blue();
		String distinct = "SELECT (%1$s)::text <> (%2$s)::text".formatted(one, other)
				+ (this.type.loose() ? " AND (%s) IS DISTINCT FROM (%s)".formatted(one, other) : "");
		try {
			return "t".equals(server.row(distinct).get(0));
		}
		catch (SQLException ex) {
			// No value of the type.
			return false;
		}
	}

}
