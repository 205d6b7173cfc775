package io.bluegreen.jobs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever follows docs/getting-started.md gets what it promises: its blocks are run in
 * their order, as they stand.
 */
@Tag("slow")
class GettingStartedIntegrationTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "OLDER_SOURCE" })
	void ownTablesMoveAsThePageSays(Where where) throws Exception {
		try (Stores stores = Stores.create(where); Shop shop = Shop.create(stores)) {
			StringBuilder script = new StringBuilder("set -euxo pipefail\n");
			List<String> shown = new ArrayList<>();
			for (String block : Markdown.read("docs/getting-started.md").section("Move one table").blocks()) {
				if (block.startsWith("CREATE VIEW")) {
					shown.add(block);
				}
				else {
					script.append(block);
				}
			}
			String run = bash(stores, urls(stores, script.toString()));
			assertThat(this.directory.resolve("shop/orders.sql")).content().contains(shown);
			assertThat(shown).hasSize(1);
			assertThat(run).contains("orders: a new plan has about 1,000 rows in 1 chunks; ",
					"next: bluegreen backfill\n", "orders: COMPLETE",
					"orders: MATCH, 1,000 rows scanned, 1,000 matching", "shop.orders is no longer tracked");
			shop.isMoved();
		}
	}

	private static String urls(Stores stores, String script) {
		String green = stores.blue().equals(stores.green()) ? "" : stores.green().url();
		return script
			.replaceAll("jdbc:postgresql://old\\.example\\.org/[^']*", Matcher.quoteReplacement(stores.blue().url()))
			.replaceAll("jdbc:postgresql://new\\.example\\.org/[^']*", Matcher.quoteReplacement(green))
			.replaceAll(green.isEmpty() ? "(?m)^psql .* -d store -c .*$" : "$^", "");
	}

	/** Runs a script with the program and a psql on the way; returns all that is said. */
	private String bash(Stores stores, String script) throws Exception {
		Path checkout = Files.createDirectory(this.directory.resolve("checkout"));
		command(checkout.resolve("bluegreen"), Bluegreen.class);
		Path bin = Files.createDirectory(this.directory.resolve("bin"));
		command(bin.resolve("psql"), Psql.class);
		ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(checkout.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("said").toFile());
		builder.environment().put("HOME", this.directory.toString());
		builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
		builder.environment().put("PSQL_URL_shop", stores.blue().url());
		builder.environment().put("PSQL_URL_store", stores.green().url());
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
