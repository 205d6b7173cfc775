package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.bluegreen.mapping.MappingSettings;

/**
 * What the dual write reads of the configuration that the jobs have as well; keys that
 * only these know are passed over.
 *
 * @param stage {@link Stage}
 * @param version which of the two versions of the service this is, for meters; default:
 * {@code blue} where only Blue is written, else {@code green}
 * @param generation counts deployments of the service
 * @param green absent: the same database as Blue
 * @param tables by the name that the service calls them
 */
@ConfigurationProperties("bluegreen")
record DualWriteProperties(@Nullable String stage, @Nullable String version, @DefaultValue("0") long generation,
		@Nullable Database blue, @Nullable Database green, @DefaultValue Map<String, Table> tables,
		@DefaultValue Tuning dualWrite) {

	Stage parsedStage() {
		return Stage.of(this.stage);
	}

	String versionName() {
		String fallback = parsedStage().writesGreen() ? "green" : "blue";
		return (this.version == null || this.version.isBlank()) ? fallback : this.version;
	}

	List<MappingSettings> mappings() {
		return this.tables.entrySet().stream().map((table) -> table.getValue().mapping(table.getKey())).toList();
	}

	/** The role that applies: not the service's own. */
	record Database(@Nullable String url, @Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "a database as " + this.username;
		}

	}

	/** One table, as the jobs have it. */
	record Table(@Nullable String from, @Nullable Source source, @Nullable String to, @DefaultValue List<String> key,
			@Nullable String version, @DefaultValue List<String> ignore) {

		MappingSettings mapping(String name) {
			if (this.from == null || this.to == null) {
				throw new IllegalArgumentException("bluegreen.tables.%s: `from` and `to` are needed".formatted(name));
			}
			if (this.version == null) {
				throw new IllegalArgumentException(
						"bluegreen.tables.%s: without `version` a dual write would leave Green's rows as they are: run `bluegreen track` and name the column"
							.formatted(name));
			}
			return new MappingSettings(name, this.from, (this.source == null) ? null : this.source.table(),
					(this.source == null) ? List.of() : this.source.key(), this.to, this.key, this.version,
					this.ignore);
		}

	}

	/** The table below the view. */
	record Source(@Nullable String table, @DefaultValue List<String> key) {
	}

	/**
	 * Limits of the writer.
	 *
	 * @param workers threads, each with a connection of either side
	 * @param queue keys that may wait
	 * @param batch keys of one table that are applied together
	 * @param gather how long a key may wait for others to be applied with, unless
	 * somebody awaits its apply
	 * @param retryFor how long failures that may pass are tried again
	 * @param drainFor how long a shutdown waits for what is queued
	 * @param lockTimeout of a row of Green that somebody holds
	 * @param statementTimeout of a statement
	 */
	record Tuning(@DefaultValue("2") int workers, @DefaultValue("10000") int queue, @DefaultValue("100") int batch,
			@DefaultValue("100ms") Duration gather, @DefaultValue("2s") Duration retryFor,
			@DefaultValue("5s") Duration drainFor, @DefaultValue("200ms") Duration lockTimeout,
			@DefaultValue("2s") Duration statementTimeout) {

		Tuning {
			requirePositive("workers", workers);
			requirePositive("queue", queue);
			requirePositive("batch", batch);
		}

		private static void requirePositive(String key, int value) {
			if (value < 1) {
				throw new IllegalArgumentException(
						"bluegreen.dual-write.%s: %d makes no sense: at least 1".formatted(key, value));
			}
		}

	}

}
