package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class CommonTypesTests {

	/**
	 * A type, a value, one that is written differently and means the same (or none), one
	 * that differs.
	 */
	private record Type(String type, String value, String same, String other) {
	}

	private static final List<Type> TYPES = List.of(new Type("smallint", "1", "", "2"),
			new Type("integer", "1", "", "2"), new Type("numeric", "1.0", "1.00", "1.01"),
			new Type("numeric", "'NaN'", "", "0"), new Type("numeric", "'Infinity'", "", "'-Infinity'"),
			new Type("double precision", "'NaN'", "", "0"), new Type("double precision", "'-0'", "0", "1e-300"),
			new Type("real", "0.1", "", "'0.10000001'::real"),
			new Type("double precision", "'infinity'", "", "'-infinity'"),
			new Type("numeric[]", "'{1.0}'", "'{1.00}'", "'{1.01}'"),
			new Type("text", "'Stra\u00dfe'", "", "'Strasse'"), new Type("text COLLATE \"C\"", "'a'", "", "'A'"),
			new Type("text COLLATE old.loose", "'abc'", "", "'ABC'"), new Type("old.citext", "'abc'", "", "'ABC'"),
			new Type("text[] COLLATE old.loose", "'{abc}'", "", "'{ABC}'"),
			new Type("old.citext[]", "'{abc}'", "", "'{ABC}'"), new Type("char(5)", "'a'", "'a '", "'b'"),
			new Type("varchar(5)", "'a'", "", "'a '"),
			new Type("jsonb", "'{\"a\": 1.0, \"b\": 2}'", "'{\"b\": 2, \"a\": 1}'", "'{\"a\": 1.0, \"b\": null}'"),
			new Type("json", "'{\"a\": 1}'", "", "'{\"a\":1}'"), new Type("xml", "'<a/>'", "", "'<a></a>'"),
			new Type("interval", "'1 mon'", "", "'30 days'"), new Type("interval", "'24 hours'", "", "'1 day'"),
			new Type("interval[]", "'{1 mon}'", "", "'{30 days}'"),
			new Type("timestamptz", "'2026-01-01 12:00+00'", "'2026-01-01 13:00+01'", "'2026-01-01 13:00+00'"),
			new Type("timestamptz", "'infinity'", "", "'-infinity'"),
			new Type("timestamp", "'2026-01-01 12:00'", "", "'2026-01-01 12:00:00.000001'"),
			new Type("date", "'2026-01-01'", "", "'infinity'"), new Type("timetz", "'12:00+00'", "", "'13:00+01'"),
			new Type("bytea", "'\\x00ff'", "", "'\\x00fe'"),
			new Type("uuid", "'00000000-0000-0000-0000-00000000000a'", "'00000000-0000-0000-0000-00000000000A'",
					"'00000000-0000-0000-0000-00000000000b'"),
			new Type("boolean", "true", "", "NULL"), new Type("old.mood", "'sad'", "", "'glad'"),
			new Type("old.mood[]", "'{sad}'", "", "'{glad}'"), new Type("old.positive", "1.0", "1.00", "2"),
			new Type("old.stay", "('1 mon', 'a')", "", "('30 days', 'a')"),
			new Type("int4range", "'[1,3)'", "'[1,2]'", "'[1,4)'"),
			new Type("numrange", "'[1.0,2]'", "'[1.00,2]'", "'[1.0,2)'"), new Type("point", "'(1,2)'", "", "'(1,3)'"),
			new Type("box", "'(1,1),(0,0)'", "", "'(2,1),(1,0)'"), new Type("bit(3)", "'101'", "", "'100'"),
			new Type("money", "1", "", "2"), new Type("inet", "'10.0.0.1'", "'10.0.0.1/32'", "'10.0.0.1/31'"),
			new Type("tsvector", "'a b'", "'b a'", "'a'"), new Type("\"char\"", "'a'", "", "'b'"),
			new Type("integer[]", "'{1,2}'", "", "'{{1,2}}'"), new Type("integer[]", "'{1,2}'", "", "'[0:1]={1,2}'"),
			new Type("numeric[]", "'{1,2}'", "'{1.0,2}'", "'{{1,2}}'"),
			new Type("numeric[]", "'[0:1]={1,2}'", "'[0:1]={1.0,2}'", "'[2:3]={1,2}'"),
			new Type("old.numbers", "'{1,2}'", "", "'{{1,2}}'"),
			new Type("old.numbers[]", "'{\"{1}\"}'", "", "'{\"{{1}}\"}'"),
			new Type("old.temper", "'calm'", "", "'wild'"), new Type("old.temper", "NULL", "", "'calm'"));

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void typesAreComparedByWhatAReaderSees(String how) throws Exception {
		// Each row in a range of its own, so that its checksum alone tells.
		Pairs pairs = new Pairs(this.fresh.database(), this.directory, 1);
		pairs.sql()
			.run("CREATE EXTENSION citext SCHEMA old",
					"CREATE COLLATION old.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
					"CREATE TYPE old.mood AS ENUM ('sad', 'glad')",
					"CREATE DOMAIN old.positive AS numeric CHECK (VALUE > 0)", "CREATE DOMAIN old.numbers AS int[]",
					"CREATE TYPE old.stay AS (\"how long\" interval, \"where\" text)",
					"CREATE TYPE old.temper AS ENUM ('calm', 'wild')",
					"CREATE FUNCTION old.hidden(old.temper) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'a temper'",
					"CREATE CAST (old.temper AS text) WITH FUNCTION old.hidden(old.temper)");
		pairs.table("t", "id int PRIMARY KEY, " + each((i) -> "c" + i + " " + TYPES.get(i).type()),
				"SELECT n, " + each((i) -> TYPES.get(i).value() + "::" + plain(i))
						+ " FROM generate_series(0, %d) n".formatted(TYPES.size()))
			.create();
		assertThat(pairs.verify(how).get("answer").asString()).isEqualTo("MATCH");
		for (int i = 0; i < TYPES.size(); i++) {
			Type type = TYPES.get(i);
			if (!type.same().isEmpty()) {
				pairs.sql().run("UPDATE new.t SET c%d = %s WHERE id = 2".formatted(i, type.same()));
			}
		}
		JsonNode same = pairs.verify(how, "--settle=0s");
		assertThat(same.get("answer").asString()).as(same.toString()).isEqualTo("MATCH");
		assertThat(same.get("deliberateEqualities").toString()).contains("c2: 1.0 and 1.00", "c6: -0 and 0",
				"c9: 1.0 and 1.00", "c16: trailing blanks", "c18: numbers of another scale", "c34: 1.0 and 1.00");
		assertThat(same.get("excludedColumns")).isEmpty();
		pairs.copy("t");
		for (int i = 0; i < TYPES.size(); i++) {
			pairs.sql().run("UPDATE new.t SET c%1$d = %2$s WHERE id = %1$d".formatted(i, TYPES.get(i).other()));
		}
		JsonNode found = pairs.verify(how, "--settle=0s");
		assertThat(found.get("mismatched").asInt()).isEqualTo(TYPES.size());
		JsonNode differences = pairs.program().run("differences", "--output=json").json();
		for (JsonNode difference : differences) {
			int i = Integer.parseInt(difference.get("key").get("id").asString());
			assertThat(difference.get("columns").toString()).as(TYPES.get(i).toString()).isEqualTo("[\"c" + i + "\"]");
		}
		assertThat(differences).hasSize(TYPES.size());
	}

	@Test
	void whatVerifyCallsDifferentBackfillAndRepairMend() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory);
		pairs.sql()
			.run("CREATE EXTENSION citext SCHEMA old",
					"CREATE COLLATION old.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
		pairs
			.table("t", "id text COLLATE old.loose PRIMARY KEY, c old.citext, i interval",
					"VALUES ('abc', 'abc', '1 mon')")
			.create();
		for (String command : new String[] { "backfill", "repair" }) {
			pairs.sql().run("UPDATE new.t SET id = 'ABC', c = 'ABC', i = '30 days'");
			assertThat(pairs.verify("--settle=0s").get("mismatched").asInt()).isEqualTo(1);
			assertThat(pairs.program().run("differences", "--output=json").json().get(0).get("columns").toString())
				.isEqualTo("[\"id\",\"c\",\"i\"]");
			Program.Outcome mended = pairs.program().run(command);
			assertThat(mended.code()).as(mended.err()).isZero();
			assertThat(pairs.verify().get("answer").asString()).as(command).isEqualTo("MATCH");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void threeHundredColumnsAndNamesThatNeedQuotes(String how) throws Exception {
		String columns = IntStream.range(0, 300)
			.mapToObj((i) -> "\"c" + i + "\" int")
			.collect(Collectors.joining(", "));
		String values = IntStream.range(0, 300).mapToObj((i) -> "n").collect(Collectors.joining(", "));
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("wide", "id int PRIMARY KEY, " + columns, "SELECT n, " + values + " FROM generate_series(1, 1200) n")
			.table("odd",
					"""
							"select" int, "It's :a? ""name"" ${x} %s" text, "from" int, g int GENERATED ALWAYS AS ("from" * 2) STORED,
							PRIMARY KEY ("select", "It's :a? ""name"" ${x} %s")
							""",
					"SELECT n, 'x' || n, n FROM generate_series(1, 1200) n");
		pairs.with("odd", "");
		pairs.create();
		pairs.sql()
			.run("UPDATE new.wide SET c299 = 0 WHERE id = 700",
					"UPDATE new.odd SET \"from\" = 0 WHERE \"select\" = 700");
		JsonNode verdict = pairs.verdict(how, "--settle=0s");
		verdict.get("tables")
			.forEach((table) -> assertThat(table.get("mismatched").asInt()).as(table.toString()).isEqualTo(1));
		JsonNode found = pairs.program().run("differences", "odd", "--output=json").json().get(0);
		assertThat(found.get("key").get("It's :a? \"name\" ${x} %s").asString()).isEqualTo("x700");
		assertThat(found.get("columns").toString()).isEqualTo("[\"from\",\"g\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void asManyColumnsAsATableTakes(String how) throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("whole", "id int PRIMARY KEY, " + columns(1598, "int"), "SELECT n, n FROM generate_series(1, 20) n")
			.table("broken", "id int PRIMARY KEY, " + columns(850, "numeric"),
					"SELECT n, n FROM generate_series(1, 20) n")
			.create();
		assertThat(pairs.verdict(how).get("answer").asString()).isEqualTo("MATCH");
		pairs.sql()
			.run("UPDATE new.whole SET c1597 = 1 WHERE id = 7", "UPDATE new.broken SET c849 = 0.1 WHERE id = 7",
					"DELETE FROM new.broken WHERE id = 8");
		JsonNode verdict = pairs.verdict(how, "--settle=0s");
		verdict.get("tables")
			.forEach((table) -> assertThat(table.get("mismatched").asInt()).as(table.toString()).isEqualTo(1));
		assertThat(pairs.program().run("backfill").code()).isZero();
		assertThat(pairs.sql().number("SELECT count(*) FROM new.broken")).isEqualTo(20);
	}

	private static String columns(int count, String type) {
		return IntStream.range(0, count).mapToObj((i) -> "c" + i + " " + type).collect(Collectors.joining(", "));
	}

	private static String each(IntFunction<String> element) {
		return IntStream.range(0, TYPES.size()).mapToObj(element).collect(Collectors.joining(", "));
	}

	private static String plain(int i) {
		return TYPES.get(i).type().replaceFirst(" COLLATE.*", "");
	}

}
