package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class KeyTypesTests {

	private static final int ROWS = 1200;

	/** Table by table: columns of the key, and their values for row n. */
	private static final Map<String, String[]> KEYS = new LinkedHashMap<>();
	static {
		KEYS.put("of_uuid", new String[] { "k uuid", "md5(n::text)::uuid" });
		KEYS.put("of_bigint", new String[] { "k bigint", "(n - 600) * 15000000000000000" });
		KEYS.put("of_text",
				new String[] { "k text COLLATE old.german", "(ARRAY['\u00e4', 'Z', 'a', '_', ' '])[n % 5 + 1] || n" });
		KEYS.put("of_loose",
				new String[] { "k text COLLATE old.loose", "(ARRAY['\u00e4', 'Z', 'a', 'Q', 'b'])[n % 5 + 1] || n" });
		KEYS.put("of_two", new String[] { "k uuid, j int", "md5((n / 7)::text)::uuid, n" });
		KEYS.put("of_timestamp", new String[] { "k timestamp", "timestamp '2026-01-01' + n * interval '1 us'" });
		KEYS.put("of_timestamptz", new String[] { "k timestamptz", "timestamptz '2026-01-01' + n * interval '1 us'" });
		KEYS.put("of_bytea", new String[] { "k bytea", "decode(md5(n::text), 'hex')" });
		KEYS.put("of_char", new String[] { "k char(6)", "'k' || n" });
		KEYS.put("of_numeric", new String[] { "k numeric", "n / 7.0" });
		KEYS.put("of_date", new String[] { "k date", "date '2026-01-01' + n" });
		KEYS.put("of_domain", new String[] { "k old.name_domain", "'k' || n" });
		KEYS.put("of_enum",
				new String[] { "k old.mood, j int", "CASE n % 2 WHEN 0 THEN 'sad' ELSE 'glad' END::old.mood, n" });
		KEYS.put("of_pair", new String[] { "k old.pair", "ROW(nullif(n % 7, 0), nullif('x' || n, 'x7'))::old.pair" });
		KEYS.put("of_inet", new String[] { "k inet", "inet '10.0.0.0' + n" });
		KEYS.put("of_float", new String[] { "k double precision", "n / 7.0::double precision" });
		KEYS.put("of_quoted", new String[] { "\"Mixed \"\"Case\"\"\" int, \"order\" int", "n / 3, n" });
	}

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void keysOfAnyTypeAreCutIntoRangesWithoutGapOrOverlap(String how) throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory);
		pairs.sql()
			.run("CREATE COLLATION old.german (provider = icu, locale = 'de')",
					"CREATE COLLATION old.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
					"CREATE TYPE old.mood AS ENUM ('sad', 'glad')", "CREATE TYPE old.pair AS (a int, b text)",
					"CREATE DOMAIN old.name_domain AS varchar(10)");
		for (Map.Entry<String, String[]> key : KEYS.entrySet()) {
			String names = key.getValue()[0].replaceAll("(\"Mixed \"\"Case\"\"\"|\"order\"|[kj]) [a-z_ .0-9()A-Z]+",
					"$1");
			pairs.table(key.getKey(), "%s, v int, PRIMARY KEY (%s)".formatted(key.getValue()[0], names),
					"SELECT %s, n FROM generate_series(1, %d) n".formatted(key.getValue()[1], ROWS));
		}
		pairs.table("empty", "k int PRIMARY KEY, v int", "SELECT 1, 1 WHERE false")
			.table("one_row", "k int PRIMARY KEY, v int", "SELECT 1, 1")
			.create();
		JsonNode equal = pairs.verdict(how);
		for (JsonNode table : equal.get("tables")) {
			String name = table.get("table").asString();
			assertThat(table.get("answer").asString()).as(table.toString()).isEqualTo("MATCH");
			assertThat(table.get("scanned").asLong()).as(name)
				.isEqualTo(pairs.sql().number("SELECT count(*) FROM old." + name));
			assertThat(table.get("warnings").toString().contains("nothing was compared")).as(name)
				.isEqualTo(name.equals("empty"));
		}
		for (String table : KEYS.keySet()) {
			pairs.sql()
				.run("UPDATE new.%s SET v = -1 WHERE v %% 100 = 1".formatted(table),
						"DELETE FROM new.%s WHERE v = 2".formatted(table));
		}
		for (JsonNode table : pairs.verdict(how, "--settle=0s").get("tables")) {
			if (KEYS.containsKey(table.get("table").asString())) {
				assertThat(table.get("mismatched").asInt()).as(table.toString()).isEqualTo(12);
				assertThat(table.get("missing").asInt()).as(table.toString()).isEqualTo(1);
			}
		}
	}

}
