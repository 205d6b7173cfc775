package io.bluegreen.jobs.settings;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.MappingSettings;

/**
 * Everything under {@code bluegreen:}. Unknown keys are refused by the binder, values
 * that make no sense here.
 *
 * @param green absent: the same database as Blue
 * @param jobsRole the role that the jobs run as; {@code migrate} and {@code track} grant
 * it what it needs
 * @param chunkTarget how long a transaction should take
 * @param chunkRows rows of one chunk, fixed when the plan is made; null: the program
 * picks
 * @param settle how long verify looks again at a row that does not match yet
 * @param maxAge how long a verdict is good for
 * @param maxLag how far Green may be behind Blue before the gate closes
 * @param maxWait how long ({@code wait}: the name of a record component cannot be that)
 * to wait for another run that holds the same work
 * @param retryFor how long to go on trying after the connection was lost
 * @param maxDifferences how many rows of a table verify looks at one by one
 * @param maxRejected how many rows of a table Green may refuse before a backfill stops
 * @param maxRowsPerSecond null: as fast as it goes
 * @param logMaxRows a change log of Blue that has grown past so many rows is cut, whoever
 * still needs them
 * @param keep how long finished plans, verdicts, differences and executions are kept
 * @param throttle limits beyond which work waits
 * @param log how what happens is written to stderr
 * @param metrics where meters go
 */
@ConfigurationProperties(prefix = "bluegreen", ignoreUnknownFields = false)
public record BluegreenSettings(@Nullable DatabaseSettings blue, @Nullable DatabaseSettings green,
		@Nullable Map<String, TableSettings> tables, @DefaultValue MigrationSettings migrations,
		@Nullable String jobsRole, @DefaultValue("2") int workers, @DefaultValue("500ms") Duration chunkTarget,
		@Nullable Integer chunkRows, @DefaultValue("5s") Duration settle, @DefaultValue("10m") Duration maxAge,
		@DefaultValue("60s") Duration maxLag, @Name("wait") @DefaultValue("60s") Duration maxWait,
		@DefaultValue("5m") Duration retryFor, @DefaultValue("10000") int maxDifferences,
		@DefaultValue("1000") int maxRejected, @Nullable Integer maxRowsPerSecond,
		@DefaultValue("10000000") long logMaxRows, @DefaultValue("30d") Duration keep,
		@DefaultValue("60s") Duration statementTimeout, @DefaultValue("10s") Duration lockTimeout,
		@DefaultValue ThrottleSettings throttle, @DefaultValue LogSettings log, @DefaultValue MetricsSettings metrics) {

	public BluegreenSettings {
		if (blue != null) {
			blue.check("bluegreen.blue.url");
		}
		if (green != null) {
			green.check("bluegreen.green.url");
		}
		refuse(workers < 1 || workers > 64, "workers", workers, "1 to 64", "2");
		refuse(chunkRows != null && (chunkRows < 1 || chunkRows > 10_000_000), "chunk-rows", String.valueOf(chunkRows),
				"1 to 10000000", "picked by the width of the rows");
		refuse(chunkTarget.compareTo(Duration.ZERO) <= 0 || chunkTarget.toSeconds() > 60, "chunk-target", chunkTarget,
				"1ms to 60s", "500ms");
		refuse(settle.isNegative() || settle.toMinutes() > 60, "settle", settle, "0s to 60m", "5s");
		refuse(maxWait.isNegative(), "wait", maxWait, "0s or more", "60s");
		refuse(retryFor.isNegative(), "retry-for", retryFor, "0s or more", "5m");
		refuse(maxAge.compareTo(Duration.ZERO) <= 0, "max-age", maxAge, "more than 0s", "10m");
		refuse(maxLag.compareTo(Duration.ZERO) <= 0, "max-lag", maxLag, "more than 0s", "60s");
		refuse(maxDifferences < 1, "max-differences", maxDifferences, "1 or more", "10000");
		refuse(maxRejected < 0, "max-rejected", maxRejected, "0 or more", "1000");
		refuse(logMaxRows < 1, "log-max-rows", logMaxRows, "1 or more", "10000000");
		refuse(keep.compareTo(Duration.ZERO) <= 0, "keep", keep, "more than 0s", "30d");
		refuse(statementTimeout.compareTo(Duration.ZERO) <= 0, "statement-timeout", statementTimeout, "more than 0s",
				"60s");
		refuse(lockTimeout.compareTo(Duration.ZERO) <= 0, "lock-timeout", lockTimeout, "more than 0s", "10s");
		refuse(maxRowsPerSecond != null && maxRowsPerSecond < 1, "max-rows-per-second",
				String.valueOf(maxRowsPerSecond), "1 or more", "none");
	}

	static void refuse(boolean senseless, String key, Object value, String range, String defaultValue) {
		if (senseless) {
			throw new IllegalArgumentException("bluegreen.%s: %s makes no sense, it takes %s (default %s)"
				.formatted(key, value, range, defaultValue));
		}
	}

	/**
	 * Rows of one chunk.
	 * @param pick where nobody says
	 */
	public int chunkRows(IntSupplier pick) {
		return (this.chunkRows != null) ? this.chunkRows : pick.getAsInt();
	}

	/**
	 * How Green is reached: as Blue where it has no url, by Blue's role where it names
	 * none.
	 */
	public @Nullable DatabaseSettings greenOrBlue() {
		if (this.green == null || this.green.url() == null || this.blue == null) {
			return this.blue;
		}
		return (this.green.username() != null) ? this.green
				: new DatabaseSettings(this.green.url(), this.blue.username(), this.blue.password());
	}

	/**
	 * The configured tables by name, in the order of the file.
	 */
	public Map<String, TableSettings> tablesByName() {
		return (this.tables == null) ? Map.of() : this.tables;
	}

	/**
	 * The mappings of these tables; of all where none is named.
	 * @throws RefusedException if one of them is not configured
	 */
	public List<MappingSettings> mappings(List<String> names) {
		Map<String, TableSettings> configured = tablesByName();
		if (configured.isEmpty()) {
			throw new RefusedException("bluegreen.tables: no table is configured",
					"`bluegreen init SCHEMA.TABLE SCHEMA.TABLE` drafts one");
		}
		for (String name : names) {
			if (!configured.containsKey(name)) {
				throw new RefusedException(
						"%s is no table of this configuration: it has %s".formatted(name,
								String.join(", ", configured.keySet())),
						"tables are named as under `bluegreen.tables:`");
			}
		}
		requireOwnTargets(configured);
		return configured.entrySet()
			.stream()
			.filter((table) -> names.isEmpty() || names.contains(table.getKey()))
			.map((table) -> table.getValue().mapping(table.getKey()))
			.toList();
	}

	/** Two entries that write one table would delete each other's rows. */
	private static void requireOwnTargets(Map<String, TableSettings> tables) {
		Map<String, String> writers = new HashMap<>();
		tables.forEach((name, table) -> {
			String other = (table.to() == null) ? null : writers.putIfAbsent(table.to(), name);
			if (other != null) {
				throw new IllegalArgumentException(
						"bluegreen.tables.%s.to: %s is the target of bluegreen.tables.%s, too: a table of Green takes the rows of one entry; give each its own"
							.formatted(name, table.to(), other));
			}
		});
	}

	/**
	 * The settings of a configured table.
	 */
	public TableSettings table(String name) {
		return Objects.requireNonNull(tablesByName().get(name));
	}

}
