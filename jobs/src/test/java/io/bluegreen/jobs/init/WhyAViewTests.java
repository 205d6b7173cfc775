package io.bluegreen.jobs.init;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Markdown;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/why-a-view.md says of mappings, said to the program.
 */
class WhyAViewTests {

	private static final String OWNER = "SET ROLE " + LegacyDatabase.OWNER;

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Sql sql;

	private Program program;

	private Markdown page;

	@BeforeEach
	void read() throws Exception {
		this.page = Markdown.read("docs/why-a-view.md");
		this.sql = new Sql(this.fresh.database());
		this.program = new Program(this.fresh.database(), this.directory)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables("""
					    orders:
					      from: shop.orders_as_green
					      source: {table: shop.orders}
					      to: store.orders
					      version: row_version
					""");
		this.sql.run(OWNER, "CREATE SCHEMA shop", """
				CREATE TABLE shop.orders (id bigint PRIMARY KEY, placed_at timestamp NOT NULL, amount numeric(10, 3))
				""", "INSERT INTO shop.orders SELECT n, timestamp '2026-01-01', n FROM generate_series(1, 1000) n");
		done(this.program.runAsOwner("track", "shop.orders"));
		for (String block : this.page.blocks()) {
			this.sql.run(OWNER, block);
		}
		done(this.program.runAsOwner("migrate"));
	}

	@Test
	void viewThatThePageShowsWorks() throws Exception {
		done(this.program.run("backfill"));
		done(this.program.run("verify"));
		assertThat(this.sql.number("SELECT cents FROM store.orders WHERE id = 7")).isEqualTo(700);
	}

	@Test
	void mappingsThatThePageCallsRefusedAre() throws Exception {
		List<String> refusals = new ArrayList<>();
		for (String mapping : this.page.section("What is refused").groups("(?m)^\\| `(SELECT .*)` \\|")) {
			this.sql.run(OWNER, "DROP VIEW shop.orders_as_green", "CREATE VIEW shop.orders_as_green AS " + mapping,
					"GRANT SELECT ON shop.orders_as_green TO " + LegacyDatabase.JOBS);
			Program.Outcome refused = this.program.run("backfill");
			assertThat(refused.code()).as(mapping + refused.err()).isEqualTo(2);
			refusals.add(refused.err());
		}
		assertThat(refusals).hasSize(5);
		assertThat(refusals.get(0)).contains("now() tells the time");
		assertThat(refusals.get(1)).contains("answers differently under another TimeZone");
		assertThat(refusals.get(2)).contains("cannot be read by an index");
		assertThat(refusals.get(3)).contains("only in shop.orders_as_green: placed_at timestamp without time zone");
		assertThat(refusals.get(4)).contains("the same columns stand in another order");
	}

	private static void done(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

}
