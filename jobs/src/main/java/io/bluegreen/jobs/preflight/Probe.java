package io.bluegreen.jobs.preflight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.RowHash;
import io.bluegreen.session.Side;

/**
 * Constants of each built-in type, hashed on both servers: the same value must be the
 * same bytes on both, or checksums of equal tables would differ.
 */
record Probe(Side blue, Side green) {

	private static final String HASHES = """
			SELECT %d AS type, array_agg(%s ORDER BY place) AS hashes
			FROM (SELECT place, constant::%s AS %s FROM unnest(?::text[]) WITH ORDINALITY c (constant, place)) b
			""";

	private static final String TEXT = "Stra\u00dfe \u20ac \ud83d\ude00 ";

	private static final Map<String, List<String>> CONSTANTS = Map.ofEntries(
			Map.entry("boolean", List.of("true", "false")), Map.entry("smallint", List.of("-32768", "1")),
			Map.entry("integer", List.of("-2147483648", "1")),
			Map.entry("bigint", List.of("-9223372036854775808", "1")),
			Map.entry("numeric", List.of("-12345678901234567890.012300", "NaN")),
			Map.entry("real", List.of("-1.5e-30", "NaN")), Map.entry("double precision", List.of("-1.5e-300", "NaN")),
			Map.entry("text", List.of(TEXT)), Map.entry("character varying", List.of(TEXT)),
			Map.entry("character", List.of("a")), Map.entry("name", List.of(TEXT)),
			Map.entry("bytea", List.of("\\x00ff")), Map.entry("uuid", List.of("00000000-0000-0000-0000-00000000000a")),
			Map.entry("date", List.of("0044-03-15 BC", "infinity")),
			Map.entry("time without time zone", List.of("23:59:59.999999")),
			Map.entry("time with time zone", List.of("23:59:59.999999-08")),
			Map.entry("timestamp without time zone", List.of("1883-11-18 12:03:57.5", "infinity")),
			Map.entry("timestamp with time zone", List.of("1883-11-18 12:03:57.5+05:45", "infinity")),
			Map.entry("interval", List.of("-1 mon 30 days 24:00:00.000001")),
			Map.entry("json", List.of("{\"b\": 1.10,  \"a\": [\"\u00e4\"]}")),
			Map.entry("jsonb", List.of("{\"b\": 1.10, \"a\": [\"\u00e4\", -0, 1e2, null]}")),
			Map.entry("inet", List.of("2001:db8::1/64")), Map.entry("cidr", List.of("10.1.0.0/16")),
			Map.entry("macaddr", List.of("08:00:2b:01:02:03")), Map.entry("money", List.of("-1234.56")),
			Map.entry("bit varying", List.of("10110")), Map.entry("tsvector", List.of("a:1A b:2 'c d'")),
			Map.entry("point", List.of("(0.1,-1e-7)")), Map.entry("text[]", List.of("{{a,NULL},{\"b c\",\"\"}}")),
			Map.entry("integer[]", List.of("[0:1]={1,-2}")), Map.entry("numeric[]", List.of("{1.10,NaN}")),
			Map.entry("int8range", List.of("[-1,5)")), Map.entry("numrange", List.of("(1.10,]")),
			Map.entry("tstzrange", List.of("[2001-02-03 04:05:06.789+05:45,)")));

	/** The first column of a type that is not hashed alike, if there is one. */
	Optional<Column> differing(Mapping mapping) {
		Map<String, Column> byType = new LinkedHashMap<>();
		mapping.shared()
			.stream()
			.filter((column) -> CONSTANTS.containsKey(plain(column)))
			.forEach((column) -> byType.putIfAbsent(plain(column), column));
		List<Column> columns = List.copyOf(byType.values());
		if (columns.isEmpty()) {
			return Optional.empty();
		}
		List<List<Long>> there = hashes(this.blue, columns.stream().map(mapping::inView).toList());
		List<List<Long>> here = hashes(this.green, columns);
		return IntStream.range(0, columns.size())
			.filter((i) -> !there.get(i).equals(here.get(i)))
			.mapToObj(columns::get)
			.findFirst();
	}

	private static List<List<Long>> hashes(Side side, List<Column> columns) {
		String hashes = IntStream.range(0, columns.size())
			.mapToObj((i) -> HASHES.formatted(i, RowHash.mixed(List.of(columns.get(i)), "b", "1", "2"),
					plain(columns.get(i)), columns.get(i).sql()))
			.collect(Collectors.joining(" UNION ALL ", "", " ORDER BY type"));
		return side.in(() -> side.client()
			.sql(hashes)
			.params(columns.stream().<Object>map((column) -> constants(column).toArray(String[]::new)).toList())
			.query((row, i) -> List.of((Long[]) row.getArray("hashes").getArray()))
			.list());
	}

	private static List<String> constants(Column column) {
		return Objects.requireNonNull(CONSTANTS.get(plain(column)));
	}

	/** The type without its modifier, into which not every constant would fit. */
	private static String plain(Column column) {
		return column.shape().replaceFirst("\\([0-9,]*\\)", "");
	}

}
