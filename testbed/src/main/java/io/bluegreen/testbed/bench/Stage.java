package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.sql.Array;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.Database;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Legacy payments and their Green, where all contenders find the same.
 */
final class Stage {

	private final String label;

	private final Database blue;

	private final Database green;

	private final Program program;

	private final Subject subject;

	private final long rows;

	private final JdbcClient superuser;

	/**
	 * Creates Green.
	 * @param label tells what is measured here from the same in another place; empty
	 * where that is not needed
	 * @param program runs in these databases
	 */
	Stage(String label, Database blue, Database green, Program program, Subject subject, long rows)
			throws IOException, InterruptedException {
		this.label = label;
		this.blue = blue;
		this.green = green;
		this.program = program;
		this.subject = subject;
		this.rows = rows;
		this.superuser = JdbcClient.create(green.as(green.server().superuser()));
		program.run(LegacyDatabase.OWNER, "migrate");
		// It would come by in the middle of whichever contender it likes.
		execute("ALTER TABLE %s SET (autovacuum_enabled = false)".formatted(subject.green()));
	}

	/** Empties Green, and writes out what earlier contenders left to be written. */
	void empty() {
		execute(Sql.named("empty.sql").formatted(this.subject.green()));
		execute("CHECKPOINT");
	}

	/** A contender that fills Green, which it finds empty. */
	Contender load(String name, Callable<Double> seconds) {
		return new Contender(name, () -> {
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
		return this.superuser.sql("SELECT count(*) FROM " + this.subject.green()).query(Long.class).single();
	}

	/** Leaves Green as a backfill does, and nothing for its first reader to clean up. */
	void settle() {
		execute(Sql.named("resume-log.sql").formatted(this.subject.green()));
		execute("VACUUM (ANALYZE) " + this.subject.green());
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

	Subject subject() {
		return this.subject;
	}

	long rows() {
		return this.rows;
	}

	Mapping mapping() {
		return this.subject.mapping(this.blue.as(LegacyDatabase.JOBS), this.green.as(LegacyDatabase.JOBS),
				this.blue.equals(this.green));
	}

	/**
	 * The ranges that the program fixed last.
	 * @param kind of the plan: backfill or verify
	 */
	List<KeyRange> ranges(String kind) {
		return this.superuser.sql(Sql.named("ranges.sql"))
			.param("kind", kind)
			.param("table", this.subject.table())
			.query((row, i) -> new KeyRange(bound(row.getArray(1)), bound(row.getArray(2))))
			.list();
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

	private static @Nullable List<String> bound(@Nullable Array bound) throws SQLException {
		return (bound == null) ? null : List.of((String[]) bound.getArray());
	}

}
