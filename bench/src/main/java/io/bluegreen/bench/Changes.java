package io.bluegreen.bench;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.testing.postgres.Database;

/**
 * Keys of legacy payments that change in Blue, all over the table, the same ones each
 * time.
 */
final class Changes {

	private final JdbcClient superuser;

	private final long oneIn;

	private final long rows;

	/**
	 * Changes to be.
	 * @param rows how many payments there are
	 * @param atMost how many of them change
	 */
	Changes(Database database, long rows, long atMost) {
		this.superuser = JdbcClient.create(database.as(database.server().superuser()));
		this.oneIn = Math.max(1, (rows + atMost - 1) / atMost);
		this.rows = rows / this.oneIn;
	}

	/** Chooses the keys. */
	void choose() {
		this.superuser.sql(Sql.named("choose-keys.sql").formatted(this.oneIn)).update();
	}

	/** How many they are. */
	long rows() {
		return this.rows;
	}

	/** Changes them in Blue. */
	void make() {
		this.superuser.sql(Sql.named("change.sql")).update();
	}

	/** Refuses to go on if Green lacks a change. */
	void requireBrought() {
		long stale = this.superuser.sql(Sql.named("stale.sql")).query(Long.class).single();
		if (stale > 0) {
			throw new IllegalStateException(
					"Green lacks %d of %d changes: no figure would mean anything".formatted(stale, this.rows));
		}
	}

}
