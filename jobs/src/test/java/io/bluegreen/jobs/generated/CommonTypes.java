package io.bluegreen.jobs.generated;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * The server's own types.
 */
final class CommonTypes {

	private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS",
			Locale.ROOT);

	static final Type SMALLINT = Type.of("smallint", whole(Short.MIN_VALUE, Short.MAX_VALUE));

	static final Type INTEGER = Type.of("integer", whole(Integer.MIN_VALUE, Integer.MAX_VALUE));

	static final Type BIGINT = Type.of("bigint", whole(Long.MIN_VALUE, Long.MAX_VALUE - 1));

	static final Type BOOLEAN = Type.of("boolean", (draw) -> draw.pick("true", "false"));

	static final Type NUMERIC = Type.of("numeric", CommonTypes::numeric).asLoose();

	static final Type MONETARY = Type.of("numeric(12,2)", (draw) -> draw.chance(3) ? "NaN" : cents(draw)).asLoose();

	static final Type TEXT = Type.of("text", Draw::longText)
		.near((text) -> text.equals(text.toUpperCase(Locale.ROOT)) ? text + " " : text.toUpperCase(Locale.ROOT));

	static final Type VARCHAR = Type.of("varchar(40)", (draw) -> draw.text(40)).near((text) -> text + " ");

	static final Type CHAR = Type.of("char(6)", (draw) -> draw.text(6)).asLoose();

	static final Type UUIDS = Type.of("uuid", (draw) -> new UUID(draw.number(), draw.number()).toString());

	static final Type BYTEA = Type.of("bytea", (draw) -> "\\x" + hex(draw, draw.chance(2) ? 5000 : draw.below(12)));

	static final Type TIMESTAMP = Type.of("timestamp without time zone", (draw) -> timestamp(draw, ""));

	static final Type TIMESTAMPTZ = Type.of("timestamp with time zone",
			(draw) -> timestamp(draw, draw.pick("+00", "+05:45", "-11", "")));

	static final Type DATE = Type.of("date",
			(draw) -> draw.chance(5)
					? draw.pick("infinity", "-infinity", "0044-03-15 BC", "5874897-12-31", "1900-02-28")
					: date(draw.below(60_000)));

	static final Type INET = Type.of("inet", CommonTypes::address);

	static final Type INTERVAL = Type.of("interval", CommonTypes::interval);

	static final Type DOUBLE = Type
		.of("double precision", (draw) -> fraction(draw, "4.9e-324", "1.7976931348623157e308"))
		.asLoose();

	static final Type REAL = Type.of("real", (draw) -> fraction(draw, "1.4e-45", "3.4028235e38")).asLoose();

	static final Type POINT = Type.of("point", CommonTypes::point);

	private CommonTypes() {
	}

	static List<Type> all() {
		List<Type> types = new ArrayList<>(List.of(SMALLINT, INTEGER, BIGINT, BOOLEAN, NUMERIC, MONETARY, TEXT, TEXT,
				VARCHAR, CHAR, UUIDS, BYTEA, TIMESTAMP, TIMESTAMPTZ, DATE, INET, INTERVAL, DOUBLE, REAL, POINT));
		types.addAll(OtherTypes.all());
		types.addAll(Ranges.all());
		return types;
	}

	private static Function<Draw, String> whole(long least, long most) {
		return (draw) -> {
			long value = switch (draw.below(10)) {
				case 0 -> least;
				case 1 -> most;
				case 2, 3, 4 -> draw.between(-9, 9);
				default -> draw.between(least, most);
			};
			return Long.toString(value);
		};
	}

	private static String numeric(Draw draw) {
		return switch (draw.below(12)) {
			case 0 -> draw.pick("NaN", "Infinity", "-Infinity");
			case 1 -> draw.pick("0", "0.0", "1.0", "1.00", "100", "1e2", "-1.50");
			case 2 -> draw.between(1, 9) + "e" + draw.between(-60, 120);
			case 3 -> draw.number() + "" + draw.between(0, Long.MAX_VALUE - 1) + "." + draw.between(0, 999_999);
			default -> cents(draw);
		};
	}

	static String cents(Draw draw) {
		return (draw.chance(30) ? "-" : "") + draw.below(10_000) + "." + draw.below(10) + draw.below(10);
	}

	private static String fraction(Draw draw, String least, String most) {
		return switch (draw.below(8)) {
			case 0 -> draw.pick("NaN", "Infinity", "-Infinity", "0", "-0");
			case 1 -> draw.pick("", "-") + draw.pick(least, most);
			case 2 -> draw.between(-99, 99) + "e" + draw.between(-30, 30);
			default -> Double.toString(draw.number() / 3e14);
		};
	}

	static String hex(Draw draw, int bytes) {
		StringBuilder hex = new StringBuilder();
		for (int i = 0; i < bytes; i++) {
			hex.append(String.format(Locale.ROOT, "%02x", draw.below(256)));
		}
		return hex.toString();
	}

	static String date(long day) {
		return LocalDate.of(1950, 1, 1).plusDays(day).toString();
	}

	static String instant(long microseconds) {
		return MICROSECONDS.format(LocalDateTime.of(2026, 1, 1, 0, 0).plusNanos(microseconds * 1000));
	}

	private static String timestamp(Draw draw, String offset) {
		return switch (draw.below(10)) {
			case 0 -> draw.pick("infinity", "-infinity", "0001-01-01 00:00:00 BC", "294276-12-31 23:59:59.999999",
					"1883-11-18 12:03:57.5");
			// Neighbours: a microsecond apart.
			case 1, 2, 3 -> instant(draw.below(300)) + offset;
			default -> instant(draw.between(-3_000_000_000_000_000L, 3_000_000_000_000_000L)) + offset;
		};
	}

	static String time(Draw draw) {
		return draw.chance(5) ? "24:00:00" : LocalTime.ofNanoOfDay(draw.between(0, 86_399_999_999L) * 1000).toString();
	}

	private static String interval(Draw draw) {
		return switch (draw.below(5)) {
			case 0 -> draw.pick("1 mon", "30 days", "720:00:00", "1 day", "24:00:00", "-1 mon 30 days", "12 mons", "0");
			case 1 -> draw.pick("178000000 years", "-178000000 years", "00:00:00.000001", "-00:00:00.000001");
			default -> "%d mons %d days %d.%06d seconds".formatted(draw.between(-30, 30), draw.between(-40, 40),
					draw.between(-99_999, 99_999), draw.below(1_000_000));
		};
	}

	static String address(Draw draw) {
		return draw.chance(30) ? "2001:db8::" + Integer.toHexString(draw.below(65_536)) + draw.pick("", "/64", "/128")
				: "10.%d.%d.%d%s".formatted(draw.below(3), draw.below(256), draw.below(256),
						draw.pick("", "", "/8", "/31", "/32"));
	}

	static String point(Draw draw) {
		return "(%s,%s)".formatted(coordinate(draw), coordinate(draw));
	}

	static String coordinate(Draw draw) {
		return draw.chance(4) ? draw.pick("Infinity", "-Infinity", "NaN", "-0")
				: Double.toString(draw.between(-99, 99) / 8.0);
	}

}
