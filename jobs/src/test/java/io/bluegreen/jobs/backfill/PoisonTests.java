package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows that the mapping or Green refuses, each in a chunk of its own.
 */
class PoisonTests {

	/**
	 * A value that is refused.
	 *
	 * @param blue what is in Blue's column, as text; another row has 1
	 * @param view the expression over that column
	 * @param green the column in Green
	 * @param said the SQLSTATE and what names the cause
	 */
	private record Poison(String name, String blue, String view, String green, List<String> said) {
	}

	private static final List<Poison> POISONS = List.of(
			new Poison("nan", "NaN", "nan::numeric::bigint", "bigint", List.of("0A000")),
			new Poison("infinite", "infinity",
					"CASE infinite WHEN '1' THEN '2026-01-01+00' ELSE infinite END::timestamptz",
					"timestamptz CHECK (isfinite(infinite))",
					List.of("23514", "CHECK violated", "constraint t_infinite_check")),
			new Poison("zero_byte", "\"\\u0000\"", "zero_byte::jsonb", "jsonb",
					List.of("22P05", "character that cannot be converted")),
			new Poison("currency", "XXX", "(SELECT c.digits FROM old.currencies c WHERE c.code = currency)",
					"int NOT NULL", List.of("23502", "NOT NULL violated", "column currency")),
			new Poison("overflow", "1000", "overflow::numeric(5,2)", "numeric(5,2)",
					List.of("22003", "number out of range")),
			new Poison("broken_json", "{\"a\": m4rker", "broken_json::json", "json",
					List.of("22P02", "invalid text for the type")),
			new Poison("negative", "-1", "negative::int", "int CONSTRAINT only_positive CHECK (negative > 0)",
					List.of("23514", "CHECK violated", "only_positive")),
			new Poison("nothing", "", "nullif(nothing, '')", "text NOT NULL",
					List.of("23502", "NOT NULL violated", "column nothing")),
			new Poison("too_long", "m4rker", "old.three(too_long)", "text", List.of("22001", "too long")),
			new Poison("no_date", "2026-02-30", "CASE no_date WHEN '1' THEN NULL ELSE no_date::date END", "date",
					List.of("22008", "date or time out of range")),
			new Poison("divided", "0", "1 / divided::int", "int", List.of("22012", "division by zero")),
			new Poison("of_their_own", "m4rker", "of_their_own", "text CHECK (new.is_fine(of_their_own, 'APP01'))",
					List.of("APP01", "function new.is_fine(text,text)")),
			new Poison("of_the_server", "m4rker", "of_the_server", "text CHECK (new.is_fine(of_the_server, '42501'))",
					List.of("42501", "function new.is_fine(text,text)")),
			new Poison("too_long_for_an_index",
					"' || (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 500) i) || '",
					"too_long_for_an_index", "text UNIQUE", List.of("54000")));

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	@Test
	void eachIsRejectedByNameAndAllOtherRowsArrive() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory).with("t", "      static: [old.currencies]\n");
		int chunks = POISONS.size() + 1;
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.currencies (code text PRIMARY KEY, digits int)",
					"INSERT INTO old.currencies VALUES ('1', 2)", """
							CREATE FUNCTION old.three(v text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
							DECLARE s varchar(3) := v;
							BEGIN
							    RETURN s;
							END $$
							""",
					"""
							CREATE FUNCTION new.is_fine(v text, code text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
							BEGIN
							    IF v = 'm4rker' THEN
							        RAISE EXCEPTION USING ERRCODE = code, MESSAGE = 'refused ' || v;
							    END IF;
							    RETURN true;
							END $$
							""",
					"CREATE TABLE old.t (id int PRIMARY KEY, " + each((poison) -> poison.name() + " text") + ")",
					"INSERT INTO old.t SELECT i, "
							+ each((poison) -> poison.name().startsWith("too_long_for") ? "i::text" : "'1'")
							+ " FROM generate_series(1, %d) i".formatted(chunks * 500));
		Program program = pairs.program();
		assertThat(program.runAsOwner("track", "old.t").code()).isZero();
		pairs.sql()
			.run("SET ROLE legacy_owner",
					"CREATE VIEW old.t_as_green AS SELECT id, "
							+ each((poison) -> poison.view() + " AS " + poison.name()) + ", row_version FROM old.t",
					"CREATE TABLE new.t (id int PRIMARY KEY, " + each((poison) -> poison.name() + " " + poison.green())
							+ ", row_version bigint NOT NULL)");
		Program.Outcome migrated = program.runAsOwner("migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();
		for (int i = 0; i < POISONS.size(); i++) {
			pairs.sql()
				.run("UPDATE old.t SET %s = '%s' WHERE id = %d".formatted(POISONS.get(i).name(), POISONS.get(i).blue(),
						i * 500 + 250));
		}

		Program.Outcome outcome = program.run("backfill", "--output=json");
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(4);
		JsonNode table = outcome.json().get("tables").get(0);
		assertThat(table.get("failedChunks").asInt()).isZero();
		assertThat(table.get("rejected").asInt()).isEqualTo(POISONS.size());
		assertThat(table.get("applied").asInt()).isEqualTo(chunks * 500 - POISONS.size());
		assertThat(table.get("unchanged").asInt()).isZero();
		Map<String, JsonNode> rejects = new HashMap<>();
		program.run("rejects", "--output=json")
			.json()
			.forEach((row) -> rejects.put(row.get("key").get("id").asString(), row));
		assertThat(rejects).hasSize(POISONS.size());
		for (int i = 0; i < POISONS.size(); i++) {
			JsonNode reject = Objects.requireNonNull(rejects.get(String.valueOf(i * 500 + 250)));
			assertThat(reject.get("sqlState").asString() + " " + reject.get("reason").asString())
				.as(POISONS.get(i).name())
				.contains(POISONS.get(i).said())
				.doesNotContain("m4rker");
			assertThat(reject.get("chunk").asLong()).isPositive();
		}
		assertThat(Objects.requireNonNull(rejects.get("3250")).get("constraint").asString()).isEqualTo("only_positive");
		assertThat(Objects.requireNonNull(rejects.get("3750")).get("column").asString()).isEqualTo("nothing");
		assertThat(pairs.sql().number("SELECT count(*) FROM new.t")).as("all other rows")
			.isEqualTo(chunks * 500 - POISONS.size());
		assertThat(program.run("rejects").out() + outcome.err()).doesNotContain("m4rker");
	}

	private static String each(Function<Poison, String> text) {
		return POISONS.stream().map(text).collect(Collectors.joining(", "));
	}

}
