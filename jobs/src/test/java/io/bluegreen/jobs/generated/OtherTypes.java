package io.bluegreen.jobs.generated;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The server's types that are no key in these tables.
 */
final class OtherTypes {

	static final Type JSON = Type.of("json", (draw) -> json(draw, 2)).near((text) -> text + " ");

	static final Type JSONB = Type.of("jsonb", (draw) -> json(draw, 3)).asLoose();

	private OtherTypes() {
	}

	static List<Type> all() {
		return List.of(JSON, JSONB, JSONB, Type.of("xml", OtherTypes::xml), Type.of("time", CommonTypes::time),
				Type.of("time(0) without time zone", CommonTypes::time),
				Type.of("timetz", (draw) -> CommonTypes.time(draw) + draw.pick("+00", "+05:45", "-15:59:59", "-08")),
				Type.of("timestamp(3) with time zone", (draw) -> CommonTypes.instant(draw.number() >> 14)),
				Type.of("interval day to minute", CommonTypes.INTERVAL.value()),
				Type.of("box", (draw) -> points(draw, 2, "", "")), Type.of("lseg", (draw) -> points(draw, 2, "[", "]")),
				Type.of("path", (draw) -> draw.chance(50) ? points(draw, 3, "[", "]") : points(draw, 3, "(", ")")),
				Type.of("polygon", (draw) -> points(draw, 1 + draw.below(4), "(", ")")),
				Type.of("circle", (draw) -> "<%s,%d>".formatted(CommonTypes.point(draw), draw.below(9))),
				Type.of("line",
						(draw) -> "{%d,%d,%s}".formatted(draw.between(-9, 9), 1 + draw.below(9),
								CommonTypes.cents(draw))),
				Type.of("bit(5)", bits(5, 5)), Type.of("bit varying", bits(0, 70)),
				Type.of("bit varying(9)", bits(0, 9)), Type.of("money", CommonTypes::cents),
				Type.of("cidr", (draw) -> "10.%d.%d.0/24".formatted(draw.below(9), draw.below(256))),
				Type.of("macaddr", (draw) -> CommonTypes.hex(draw, 6)),
				Type.of("macaddr8", (draw) -> CommonTypes.hex(draw, 8)),
				Type.of("tsvector",
						(draw) -> "%s:%d%s b:2 %1$sx".formatted(draw.letters(2), 1 + draw.below(9),
								draw.pick("", "A"))),
				Type.of("tsquery",
						(draw) -> draw.letters(2) + draw.pick(" & ", " | ", " <-> ", " & !") + draw.letters(3)
								+ draw.pick("", ":*", ":AB")),
				Type.of("jsonpath", (draw) -> "$.%s[*] ? (@ > %d)".formatted("a" + draw.letters(3), draw.below(99))),
				Type.of("pg_lsn", (draw) -> "%X/%X".formatted(draw.below(256), draw.below(Integer.MAX_VALUE))),
				Type.of("xid8", (draw) -> Long.toString(draw.number() >>> 1)), Type.of("name", (draw) -> draw.text(12)),
				Type.of("\"char\"", (draw) -> draw.letters(draw.below(2))));
	}

	private static String json(Draw draw, int depth) {
		return switch (draw.below(depth > 0 ? 8 : 5)) {
			case 0 -> draw.pick("null", "true", "false");
			case 1 -> draw.pick("1", "1.0", "-0", "1e2", "100", "0.1", "123456789012345678901234567890.5");
			case 2 -> CommonTypes.cents(draw);
			case 3, 4 -> string(draw);
			case 5 -> IntStream.range(0, draw.below(4))
				.mapToObj((i) -> json(draw, depth - 1))
				.collect(Collectors.joining(draw.pick(",", ", "), "[", "]"));
			default -> IntStream.range(0, draw.below(4))
				.mapToObj((i) -> string(draw) + ":" + json(draw, depth - 1))
				.collect(Collectors.joining(",", draw.pick("{", "{ "), "}"));
		};
	}

	private static String string(Draw draw) {
		return '"' + draw.text(20)
			.replace("\\", "\\\\")
			.replace("\"", "\\\"")
			.replace("\n", "\\n")
			.replace("\r", "\\r")
			.replace("\t", "\\t")
			.replace("\u0001", "\\u0001") + '"';
	}

	private static String xml(Draw draw) {
		String text = draw.letters(3);
		return draw.pick("<a>" + text + "</a>", "<a b=\"" + text + "\"/>", "<a b='" + text + "'></a>", text, "<x/><y/>",
				"<!-- " + text + " -->");
	}

	private static String points(Draw draw, int count, String open, String close) {
		return IntStream.range(0, count)
			.mapToObj((i) -> CommonTypes.point(draw))
			.collect(Collectors.joining(",", open, close));
	}

	private static Function<Draw, String> bits(int least, int most) {
		return (draw) -> IntStream.range(0, least + draw.below(most - least + 1))
			.mapToObj((i) -> draw.pick("0", "1"))
			.collect(Collectors.joining());
	}

}
