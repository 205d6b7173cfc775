package io.bluegreen.bench;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * A table of Blue and its Green, where all candidates find the same.
 */
final class Fixture {

	private final String label;

	private final Database blue;

	private final Database green;

	private final Program program;

	private final Shape shape;

	private final long rows;

	private final JdbcClient superuser;

	private final JdbcClient superuserOfBlue;

	/**
	 * Creates Green.
	 * @param label tells what is measured here from the same in another place; empty
	 * where that is not needed
	 * @param program runs in these databases
	 */
	Fixture(String label, Database blue, Database green, Program program, Shape shape, long rows)
			throws IOException, InterruptedException {
		this.label = label;
		this.blue = blue;
		this.green = green;
		this.program = program;
		this.shape = shape;
		this.rows = rows;
		this.superuser = JdbcClient.create(green.as(green.server().superuser()));
		this.superuserOfBlue = JdbcClient.create(blue.as(blue.server().superuser()));
		program.run(LegacyDatabase.OWNER, "migrate");
		// It would come by in the middle of whichever candidate it likes.
		String alone = "ALTER TABLE %s SET (autovacuum_enabled = false)";
		execute(alone.formatted(shape.green()));
		this.superuserOfBlue.sql(alone.formatted(shape.source())).update();
	}

	/** Empties Green, and writes out what earlier candidates left to be written. */
	void empty() {
		execute(Sql.named("empty.sql").formatted(this.shape.green()));
		execute("CHECKPOINT");
	}

	/** A candidate that fills Green, which it finds empty. */
	Candidate load(String name, Callable<Double> seconds) {
		return new Candidate(name, () -> {
			empty();
			double taken = seconds.call();
			requireFull();
			return taken;
		});
	}

	boolean isFull() {
		return found() == this.rows;
	}

	/** Refuses to go on if Green lacks a row. */
	void requireFull() {
		if (!isFull()) {
			throw new IllegalStateException(
					"Green has %d of %d payments: no figure would mean anything".formatted(found(), this.rows));
		}
	}

	private long found() {
		return this.superuser.sql("SELECT count(*) FROM " + this.shape.green()).query(Long.class).single();
	}

	/** Leaves Green as a backfill does. */
	void settle() {
		execute(Sql.named("resume-log.sql").formatted(this.shape.green()));
		vacuum();
	}

	/** Leaves nothing for the first reader of either side to clean up. */
	boolean vacuum() {
		this.superuserOfBlue.sql("VACUUM (ANALYZE) " + this.shape.source()).update();
		execute("VACUUM (ANALYZE) " + this.shape.green());
		return true;
	}

	/** Runs a statement of the superuser in Green. */
	void execute(String statement) {
		this.superuser.sql(statement).update();
	}

	String label() {
		return this.label;
	}

	Database blue() {
		return this.blue;
	}

	Database green() {
		return this.green;
	}

	Program program() {
		return this.program;
	}

	Shape shape() {
		return this.shape;
	}

	long rows() {
		return this.rows;
	}

	/** What the workers of the newest plan took. */
	Steps steps(String kind, String table) {
		return this.superuser.sql(Sql.named("steps.sql"))
			.param("kind", kind)
			.param("table", table)
			.query((row, i) -> new Steps(
					row.getObject("began", LocalDateTime.class).atZone(ZoneId.systemDefault()).toInstant(),
					row.getDouble("seconds"), row.getDouble("worked"), row.getDouble("in_chunks")))
			.single();
	}

	/** What a query of the control schema says something took. */
	double seconds(String file) {
		return this.superuser.sql(Sql.named(file)).query(Double.class).single();
	}

}
