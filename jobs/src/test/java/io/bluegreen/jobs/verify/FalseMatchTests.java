package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to Green alone is found, by checksum and row by row.
 */
@Tag("slow")
class FalseMatchTests {

	private static final String COLUMNS = """
			id bigint PRIMARY KEY, one int, two int, note text, other text, at timestamptz, amount numeric, ratio double precision
			""";

	private static final String ROWS = """
			SELECT i, i % 7, i % 5, 'ab', 'c', '2026-01-01 00:00:00.123456+00', 12345678901234567890.0123456789, 0.1
			FROM generate_series(1, 2000) i
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private record Change(String what, int mismatched, int missing, int extra, List<String> statements) {

		Change(String what, int mismatched, int missing, int extra, String... statements) {
			this(what, mismatched, missing, extra, List.of(statements));
		}

	}

	private static final List<Change> CHANGES = List.of(
			new Change("two rows swap a value", 2, 0, 0,
					"UPDATE new.t SET one = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)"),
			new Change("two rows get the same delta", 2, 0, 0, "UPDATE new.t SET one = one + 1 WHERE id IN (10, 17)"),
			new Change("every row of a range gets the same delta", 500, 0, 0,
					"UPDATE new.t SET two = two + 1 WHERE id <= 500"),
			new Change("a row exchanges two columns", 1, 0, 0, "UPDATE new.t SET one = two, two = one WHERE id = 6"),
			new Change("two rows exchange two columns", 2, 0, 0,
					"UPDATE new.t SET one = two, two = one WHERE id IN (6, 41)"),
			new Change("a boundary between columns moves", 1, 0, 0,
					"UPDATE new.t SET note = 'a', other = 'bc' WHERE id = 3"),
			new Change("a value becomes NULL", 1, 0, 0, "UPDATE new.t SET note = NULL WHERE id = 4"),
			new Change("a value becomes empty", 1, 0, 0, "UPDATE new.t SET note = '' WHERE id = 4"),
			new Change("blanks trail", 1, 0, 0, "UPDATE new.t SET note = 'ab ' WHERE id = 4"),
			new Change("a microsecond", 1, 0, 0, "UPDATE new.t SET at = at + interval '1 us' WHERE id = 4"),
			new Change("the last digit", 1, 0, 0, "UPDATE new.t SET amount = amount + 1e-10 WHERE id = 4"),
			new Change("the last bit", 1, 0, 0, "UPDATE new.t SET ratio = '0.10000000000000002' WHERE id = 4"),
			new Change("a row is lost", 0, 1, 0, "DELETE FROM new.t WHERE id = 500"),
			new Change("the first and the last row are lost", 0, 2, 0, "DELETE FROM new.t WHERE id IN (1, 2000)"),
			new Change("rows below the first and above the last key", 0, 0, 2,
					"INSERT INTO new.t SELECT -9223372036854775808, one, two, note, other, at, amount, ratio, row_version"
							+ " FROM new.t WHERE id = 1",
					"INSERT INTO new.t SELECT 9223372036854775807, one, two, note, other, at, amount, ratio, row_version"
							+ " FROM new.t WHERE id = 1"),
			new Change("one is lost, another too much in the same range", 0, 1, 1,
					"UPDATE new.t SET id = 0 WHERE id = 1"),
			new Change("everything is lost", 0, 2000, 0, "DELETE FROM new.t"),
			new Change("an older version of the same content", 1, 0, 0,
					"UPDATE new.t SET row_version = row_version - 1 WHERE id = 4"),
			new Change("a newer version of the same content", 1, 0, 0,
					"UPDATE new.t SET row_version = row_version + 1 WHERE id = 4"));

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void everyChangeOfGreenIsFound(String how) throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory).table("t", COLUMNS, ROWS).create();
		// Nothing has to settle: a row that is noted fails the command.
		pairs.sql().run("ALTER TABLE bluegreen.difference ADD CONSTRAINT none CHECK (false)");
		JsonNode equal = pairs.verify(how);
		assertThat(equal.get("answer").asString()).isEqualTo("MATCH");
		assertThat(equal.get("matching").asLong()).isEqualTo(2000);
		pairs.sql().run("ALTER TABLE bluegreen.difference DROP CONSTRAINT none");
		for (Change change : CHANGES) {
			pairs.sql().run(change.statements().toArray(String[]::new));
			JsonNode found = pairs.verify(how, "--settle=0s");
			assertThat(found.get("answer").asString()).as(change.what()).isEqualTo("DIFFER");
			assertThat(found.get("mismatched").asInt()).as(change.what()).isEqualTo(change.mismatched());
			assertThat(found.get("missing").asInt()).as(change.what()).isEqualTo(change.missing());
			assertThat(found.get("extra").asInt()).as(change.what()).isEqualTo(change.extra());
			assertThat(found.get("unsettled").asInt()).as(change.what()).isZero();
			assertThat(found.get("scanned").asInt()).as(change.what()).isEqualTo(2000 + change.extra());
			assertThat(found.get("matching").asInt()).as(change.what())
				.isEqualTo(2000 - change.mismatched() - change.missing());
			pairs.copy("t");
		}
		assertThat(pairs.verify(how).get("answer").asString()).isEqualTo("MATCH");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void nullEmptyAndTheWordNullAreThreeThings(String how) throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, note text", "VALUES (1, NULL), (2, ''), (3, 'null'), (4, '<null>')")
			.create();
		for (String value : new String[] { "NULL", "''", "'null'", "'<null>'", "' '" }) {
			pairs.sql().run("UPDATE new.t SET note = " + value);
			assertThat(pairs.verify(how, "--settle=0s").get("mismatched").asInt()).as(value)
				.isEqualTo(value.equals("' '") ? 4 : 3);
		}
	}

}
