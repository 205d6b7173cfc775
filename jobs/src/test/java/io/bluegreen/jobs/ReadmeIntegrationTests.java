package io.bluegreen.jobs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever follows the README gets what it promises: its blocks are run in their order, as
 * they stand.
 */
class ReadmeIntegrationTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase();

	@TempDir
	Path directory;

	private Sql sql;

	@BeforeEach
	void shop() throws Exception {
		this.sql = new Sql(this.fresh.database());
		this.sql.run("CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD 'of the owner'",
				"ALTER DATABASE %s OWNER TO shop_owner".formatted(this.fresh.database().name()),
				"CREATE SCHEMA shop AUTHORIZATION shop_owner", "SET ROLE shop_owner", """
						CREATE TABLE shop.orders (id bigint PRIMARY KEY, placed_at timestamp NOT NULL,
						  amount numeric(10, 2) NOT NULL, status varchar(16))
						""",
				"""
						INSERT INTO shop.orders
						SELECT n, timestamp '2026-01-01' + n * interval '1 minute', n, 'paid' FROM generate_series(1, 1000) n
						""");
	}

	/** Roles belong to the whole cluster. */
	@AfterEach
	void dropRoles() throws Exception {
		this.sql.run("ALTER DATABASE %s OWNER TO CURRENT_USER".formatted(this.fresh.database().name()),
				"DROP SCHEMA IF EXISTS shop, store, bluegreen, bluegreen_track CASCADE",
				"DROP ROLE IF EXISTS shop_jobs", "DROP ROLE shop_owner");
	}

	@Test
	void ownTablesMoveAsTheReadmeSays() throws Exception {
		StringBuilder script = new StringBuilder("set -euxo pipefail\n");
		List<String> shown = new ArrayList<>();
		for (String block : Markdown.read("README.md").section("Your own tables").blocks()) {
			if (block.startsWith("CREATE VIEW")) {
				shown.add(block);
			}
			else if (block.endsWith(";\n")) {
				script.append("psql -U shop_owner <<'SQL'\n%sSQL\n".formatted(block));
			}
			else {
				script.append(block);
			}
		}
		String run = bash(script.toString()
			.replaceAll("jdbc:postgresql://db\\.example\\.org/[^']*", Matcher.quoteReplacement(this.fresh.url())));
		assertThat(this.directory.resolve("shop/orders.sql")).content().contains(shown);
		assertThat(shown).hasSize(1);
		assertThat(run).contains("orders: COMPLETE", "orders: MATCH, 1,000 rows scanned, 1,000 matching",
				"shop.orders is no longer tracked");
		assertThat(
				this.sql.list("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' AND indexname = 'placed_at'"))
			.hasSize(1);
		assertThat(this.sql
			.list("""
					SELECT attname FROM pg_attribute WHERE attrelid = 'shop.orders'::regclass AND attnum > 0 AND NOT attisdropped
					"""))
			.containsExactly("id", "placed_at", "amount", "status");
	}

	/** Runs a script with the program and a psql on the way; returns all that is said. */
	private String bash(String script) throws Exception {
		Path checkout = Files.createDirectory(this.directory.resolve("checkout"));
		command(checkout.resolve("bluegreen"), Bluegreen.class);
		Path bin = Files.createDirectory(this.directory.resolve("bin"));
		command(bin.resolve("psql"), Psql.class);
		ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(checkout.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("said").toFile());
		builder.environment().put("HOME", this.directory.toString());
		builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
		builder.environment().put("PSQL_URL", this.fresh.url());
		builder.environment().put("PSQL_PASSWORD", "of the owner");
		Process bash = builder.start();
		boolean ended = bash.waitFor(5, TimeUnit.MINUTES);
		bash.destroyForcibly();
		String said = Files.readString(this.directory.resolve("said"), StandardCharsets.UTF_8);
		assertThat(ended).as(said).isTrue();
		assertThat(bash.exitValue()).as(said).isZero();
		return said;
	}

	private static void command(Path file, Class<?> program) throws Exception {
		Files.writeString(file, """
				#!/bin/sh
				exec '%s' -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s "$@"
				""".formatted(Path.of(System.getProperty("java.home"), "bin", "java"),
				System.getProperty("java.class.path"), program.getName()));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
