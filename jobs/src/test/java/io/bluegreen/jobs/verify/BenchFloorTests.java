package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.sql.Connection;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;

import io.bluegreen.bench.Compared;
import io.bluegreen.bench.OneDatabaseFloor;
import io.bluegreen.bench.Shape;
import io.bluegreen.bench.TwoDatabasesFloor;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The floors that {@code bench} holds verify against are written without it, and come to
 * the same: a floor that saw less would be none.
 */
class BenchFloorTests {

	private static final int ROWS = 30_000;

	@RegisterExtension
	final FreshDatabase inBlue = new FreshDatabase(LegacyDatabase::create);

	@RegisterExtension
	final FreshDatabase inGreen = new FreshDatabase(LegacyDatabase::createEmpty);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void inOneDatabaseBothCountTheSameDamages(Shape shape) throws Exception {
		Database database = this.inBlue.database();
		Program program = filled(shape, database);
		assertBothCount(shape, program, 0);

		damage(shape, database);

		assertBothCount(shape, program, 3);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NARROW")
	void inTwoDatabasesBothNoticeADamage(Shape shape) throws Exception {
		Program program = filled(shape, this.inGreen.database());
		assertBothFind(shape, program, true);

		damage(shape, this.inGreen.database());

		assertBothFind(shape, program, false);
	}

	private void assertBothCount(Shape shape, Program program, long damages) throws Exception {
		JsonNode table = program.run("verify", shape.table(), "--output=json").json().get("tables").get(0);
		try (OneDatabaseFloor floor = new OneDatabaseFloor(this.inBlue.database(), LegacyDatabase.JOBS, shape, 2)) {
			Compared compared = floor.compare();
			assertThat(compared.rows()).isEqualTo(table.get("scanned").asLong()).isGreaterThanOrEqualTo(ROWS);
			assertThat(compared.differing()).isEqualTo(sum(table, "mismatched", "missing", "extra")).isEqualTo(damages);
		}
	}

	private void assertBothFind(Shape shape, Program program, boolean same) throws Exception {
		assertThat(program.run("verify", shape.table(), "--output=json").code()).isEqualTo(same ? 0 : 3);
		try (TwoDatabasesFloor floor = new TwoDatabasesFloor(this.inBlue.database(), this.inGreen.database(),
				LegacyDatabase.JOBS, shape, 2)) {
			assertThat(floor.hash().same()).isEqualTo(same);
		}
	}

	private Program filled(Shape shape, Database green) throws Exception {
		Database blue = this.inBlue.database();
		Program program = new Program(blue, green, this.directory);
		if (shape != Shape.PAYMENTS) {
			create(shape, blue, "blue");
			create(shape, green, "green");
			program.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
				.tables("    %1$s: {from: blue.%1$s, to: green.%1$s, overwrite: blue-wins}".formatted(shape.table()));
		}
		Program.Outcome migrated = program.runAsOwner("migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();
		if (shape == Shape.PAYMENTS) {
			try (Connection owner = blue.connect(LegacyDatabase.OWNER)) {
				LegacyPayments.fill(owner, ROWS, 1, false);
			}
			Program.Outcome filled = program.run("backfill", shape.table());
			assertThat(filled.code()).as(filled.err()).isZero();
		}
		return program;
	}

	private static void create(Shape shape, Database database, String schema) throws Exception {
		try (Connection owner = database.connect(LegacyDatabase.OWNER)) {
			shape.create(owner, schema, ROWS);
		}
	}

	/** One row is another one, one is missing, one is too many. */
	private static void damage(Shape shape, Database green) throws Exception {
		try (Connection superuser = green.connect()) {
			String table = "green." + shape.table();
			String key = (shape == Shape.PAYMENTS) ? "payment_id" : "id";
			String changed = switch (shape) {
				case PAYMENTS -> "metadata_json = metadata_json || '{\"a\": 1}'";
				case NARROW -> "status = 'another'";
				case NUMERIC -> "amount = -amount";
				case JSONB -> "document = document || '{\"paid\": null}'";
			};
			superuser.createStatement().execute("""
					UPDATE %1$s SET %2$s WHERE %3$s = 20000;
					UPDATE %1$s SET %3$s = -77 WHERE %3$s = 10000;
					""".formatted(table, changed, key));
		}
	}

	private static long sum(JsonNode table, String... counters) {
		long sum = 0;
		for (String counter : counters) {
			sum += table.get(counter).asLong();
		}
		return sum;
	}

}
