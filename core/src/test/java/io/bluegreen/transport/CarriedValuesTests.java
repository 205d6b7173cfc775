package io.bluegreen.transport;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.stores.Stores;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows arrive in the target as they are in the source, whichever way they go.
 */
class CarriedValuesTests {

	/** A type, and values of it in SQL. */
	private record Type(String type, List<String> values) {

		Type(String type, String... values) {
			this(type, List.of(values));
		}

	}

	private static final List<Type> SPELLED = List.of(new Type("boolean", "true", "false"),
			new Type("smallint", "-32768", "32767"), new Type("integer", "'-2147483648'", "7"),
			new Type("bigint", "'-9223372036854775808'", "9223372036854775807"),
			new Type("numeric", "1.0", "1.00", "-0.10", "1e-200", "1e500", "'NaN'", "'-Infinity'"),
			new Type("numeric(12,2)", "0.00", "-1234567890.12"),
			new Type("real", "0.1", "'-0'", "'NaN'", "'Infinity'", "3.4028235e38", "1.4e-45", "16777217"),
			new Type("double precision", "0.1", "'-0'", "'NaN'", "'-Infinity'", "1.7976931348623157e308", "5e-324",
					"0.1::float8 + 0.2::float8", "1e15 + 0.3"),
			new Type("text", "''", "'NULL'", "'{a,\"b\"\\c}'", "E' \\n\\t\\r\\x01 '", "U&'\\00DF\\+01F600\\FFFF'",
					"repeat('x', 9000)"),
			new Type("text COLLATE \"C\"", "'a'"), new Type("varchar(5)", "'a '", "'abcde'"),
			new Type("char(5)", "'a'", "''", "' b'"), new Type("\"char\"", "'a'", "''", "'\\351'"),
			new Type("name", "'a b'"), new Type("bytea", "''", "'\\x00ff5c22'", "'\\\\x41'"),
			new Type("uuid", "'00000000-0000-0000-0000-00000000000a'"),
			new Type("date", "'2026-02-28'", "'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'"),
			new Type("time", "'24:00:00'", "'00:00:00.000001'"),
			new Type("timetz", "'23:59:59.999999-15:59:59'", "'24:00:00+05:45'"),
			new Type("timestamp", "'infinity'", "'0044-03-15 12:00:00.000001 BC'", "'294276-12-31 23:59:59.999999'"),
			new Type("timestamp(3)", "'2026-01-01 00:00:00.123'"),
			new Type("timestamptz", "'-infinity'", "'2026-03-29 02:30:00.123456+01'", "'12026-01-01 00:00+00'"),
			new Type("interval", "'1 mon'", "'30 days'", "'-1 year 2 mons -3 days 04:05:06.000007'",
					"'-00:00:00.000001'", "'P178000000Y'", "'2147483647:59:59.999999'", "'0'",
					"make_interval(months => -1, days => 31, secs => -0.5)"),
			new Type("interval day to second(3)", "'1 day 00:00:01.001'"), new Type("bit(3)", "B'101'"),
			new Type("bit varying", "B''", "B'0010'"), new Type("inet", "'10.0.0.1'", "'10.0.0.1/8'", "'::1/64'"),
			new Type("cidr", "'10.0.0.0/8'"), new Type("macaddr", "'08:00:2b:01:02:03'"),
			new Type("macaddr8", "'08:00:2b:01:02:03:04:05'"),
			new Type("json", "'{\"a\" : 1.0, \"a\": null}'", "'\"\\u0000\"'"),
			new Type("jsonb", "'{\"b\": [1.0, 1.00, -0], \"a\": {\"\": null}}'", "'\"\\ud83d\\ude00\\\\\"'", "'null'"),
			new Type("point", "'(0.1,-0)'", "'(NaN,Infinity)'"), new Type("line", "'{1,-1,0.3}'"),
			new Type("lseg", "'[(0,0),(1e-300,1)]'"), new Type("box", "'(1,1),(0,0.1)'"),
			new Type("path", "'[(0,0),(1,1)]'", "'((0,0),(1,1))'"), new Type("polygon", "'((0,0),(1,1),(0.1,2))'"),
			new Type("circle", "'<(0.1,2),3>'"), new Type("int4range", "'[1,3)'", "'empty'", "'(,)'"),
			new Type("tstzrange", "'[2026-01-01 00:00+01,)'"), new Type("nummultirange", "'{[1.0,2.00),(3,4]}'"),
			new Type("tsvector", "'''a b'':1A,5 c'"), new Type("tsquery", "'a & !(b <2> c:*A)'"),
			new Type("pg_lsn", "'16/B374D848'"), new Type("xid8", "'18446744073709551615'"),
			new Type("integer[]", "'{}'", "'{1,NULL,2}'", "'[0:1]={1,2}'", "'{{1},{2}}'"),
			new Type("text[]", "'{\"\",\"NULL\",NULL,\"a,b\",\"{\",\"\\\\\",\"\\\"\"}'"),
			new Type("numeric[]", "'{1.0,1.00}'"), new Type("char(3)[]", "'{a,\"b c\"}'"),
			new Type("bpchar[]", "'{\"a \"}'"), new Type("bytea[]", "ARRAY['\\x5c22'::bytea]"),
			new Type("interval[]", "'{1 mon,30 days}'"), new Type("old.mood", "'so so'", "'sad'"),
			new Type("old.mood[]", "'{sad,\"so so\"}'"), new Type("old.positive", "1.00"), new Type("old.code", "'ab'"),
			new Type("old.moods", "'{sad}'"),
			new Type("old.stay", "ROW('1 mon', 'a,\"b', NULL, 1.00)::old.stay",
					"ROW(NULL, NULL, NULL, NULL)::old.stay"),
			new Type("old.stay[]", "ARRAY[ROW('1 mon', '', '{NULL,\"\"}', 1)::old.stay]"),
			new Type("old.floats", "'[5e-324,0.1]'"));

	private static final String[] TYPES = { "CREATE SCHEMA old", "CREATE TYPE old.mood AS ENUM ('so so', 'sad')",
			"CREATE DOMAIN old.positive AS numeric CHECK (VALUE > 0)", "CREATE DOMAIN old.code AS char(4)",
			"CREATE DOMAIN old.moods AS old.mood[]", "CREATE DOMAIN old.price AS money",
			"CREATE TYPE old.stay AS (\"how long\" interval, \"where\" text, tags text[], price numeric)",
			"CREATE TYPE old.floats AS RANGE (subtype = float8)", "CREATE TYPE old.grade AS ENUM ('1', '2')",
			"CREATE FUNCTION old.said(old.grade) RETURNS text LANGUAGE sql IMMUTABLE RETURN '1'",
			"CREATE CAST (old.grade AS text) WITH FUNCTION old.said(old.grade)" };

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ONE_DATABASE")
	void valuesAreTheSameBitForBitAsParametersAndThroughATemporaryTable(Where where) throws SQLException {
		try (Stores stores = Stores.create(where)) {
			stores.inBoth(TYPES);
			int rows = SPELLED.stream().mapToInt((type) -> type.values().size()).max().orElseThrow();
			stores.inBoth("CREATE TABLE old.t (id int PRIMARY KEY, %s)".formatted(columns()));
			for (int row = 0; row <= rows; row++) {
				stores.inSource("INSERT INTO old.t VALUES (%d, %s)".formatted(row, values(row)));
			}
			List<List<String>> keys = IntStream.rangeClosed(0, rows).mapToObj((id) -> List.of("" + id)).toList();
			Carried carried = carried(stores, keys);
			assertThat(carried.asParameters()).isTrue();
			assertThat(carried.bound()).hasSize(rows + 1).isEqualTo(carried.staged());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			money         | '12.34'
			money[]       | '{12.34}'
			old.price     | '12.34'
			regclass      | 'pg_class'
			regtype[]     | '{int4}'
			xml           | '<a/>'
			bpchar        | 'a  '
			old.grade     | '2'
			jsonpath      | '$.a'
			text          | repeat('x', 1100000)
			text          | (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 40000) n)
			bytea         | decode(repeat('00', 700000), 'hex')
			""")
	void valuesWhoseTextSaysLessOrTooMuchGoThroughATemporaryTable(String type, String value) throws SQLException {
		try (Stores stores = Stores.create(Where.TWO_DATABASES)) {
			stores.inBoth(TYPES);
			stores.inBoth("CREATE TABLE old.t (id int PRIMARY KEY, c %s)".formatted(type));
			stores.inSource("INSERT INTO old.t VALUES (1, %s)".formatted(value));
			Carried carried = carried(stores, List.of(List.of("1")));
			assertThat(carried.asParameters()).isFalse();
			assertThat(carried.bound()).hasSize(1).isEqualTo(carried.staged());
		}
	}

	private static String columns() {
		return IntStream.range(0, SPELLED.size())
			.mapToObj((i) -> "c%d %s".formatted(i, SPELLED.get(i).type()))
			.collect(Collectors.joining(", "));
	}

	/** NULL after the last value of a type. */
	private static String values(int row) {
		return SPELLED.stream()
			.map((type) -> (row < type.values().size()) ? type.values().get(row) : "NULL")
			.collect(Collectors.joining(", "));
	}

	/**
	 * Rows as the target has them.
	 *
	 * @param bound those of single keys
	 * @param staged those of a range
	 */
	private record Carried(boolean asParameters, List<String> bound, List<String> staged) {
	}

	private static Carried carried(Stores stores, List<List<String>> keys) {
		Databases databases = stores.databases();
		Side source = databases.source();
		Side target = databases.target();
		Mapping mapping = target.in(() -> source.in(() -> databases.mappings()
			.read(new MappingSettings("t", "old.t", null, List.of(), "old.t", List.of(), null, List.of()))));
		Transport transport = databases.transport(mapping);
		return target.in(() -> {
			RowSource bound = transport.fetchRows(new KeySet(keys));
			return new Carried(!bound.parameters().isEmpty(), bytes(target, bound),
					bytes(target, transport.fetchRows(new KeyRange(null, null))));
		});
	}

	private static List<String> bytes(Side target, RowSource rows) {
		return target.client()
			.sql("SELECT encode(record_send(r), 'hex') FROM (SELECT * FROM %s b ORDER BY id) r"
				.formatted(rows.relation()))
			.params(rows.parameters())
			.query(String.class)
			.list();
	}

}
