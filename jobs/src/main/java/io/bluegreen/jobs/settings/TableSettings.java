package io.bluegreen.jobs.settings;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

import io.bluegreen.mapping.MappingSettings;

/**
 * One table under {@code tables:}. Identifiers are written as in SQL.
 *
 * @param from view or table in Blue, in Green's shape
 * @param source what is tracked and counted
 * @param to table in Green
 * @param key default: the primary key of {@code to}
 * @param version absent: needs {@code overwrite: blue-wins}
 * @param overwrite {@code blue-wins} where there is no version
 * @param ignore columns that only Green has
 * @param staticRelations what else the view reads and never changes ({@code static})
 * @param totals money totals in the verdict
 * @param triggers {@code allow}: triggers in Green may alter rows
 */
public record TableSettings(@Nullable String from, @Nullable SourceSettings source, @Nullable String to,
		@Nullable List<String> key, @Nullable String version, @Nullable String overwrite, @Nullable List<String> ignore,
		@Name("static") @Nullable List<String> staticRelations, @Nullable TotalsSettings totals,
		@Nullable String triggers) {

	/**
	 * The table below the view.
	 *
	 * @param key in the order of the table's key; default: the same names
	 */
	public record SourceSettings(@Nullable String table, @Nullable List<String> key) {
	}

	/**
	 * Money totals.
	 *
	 * @param groupBy columns of Green
	 * @param sum numeric columns of Green
	 */
	public record TotalsSettings(@Nullable List<String> groupBy, @Nullable List<String> sum) {
	}

	/** What the view reads besides its source. */
	public List<String> staticNames() {
		return orEmpty(this.staticRelations);
	}

	MappingSettings mapping(String table) {
		if (this.from == null || this.to == null) {
			throw new IllegalArgumentException("bluegreen.tables.%s: `from` and `to` are needed".formatted(table));
		}
		requireOneOf(table, "overwrite", this.overwrite, "blue-wins");
		requireOneOf(table, "triggers", this.triggers, "allow");
		if (this.version == null && this.overwrite == null) {
			throw new IllegalArgumentException(
					("bluegreen.tables.%s: without `version` an older row cannot be told from "
							+ "a newer one: name the version column, or say `overwrite: blue-wins` and read what it gives up")
						.formatted(table));
		}
		refuse(this.version != null && this.overwrite != null, table, "overwrite",
				"blue-wins is for tables without a `version`, and this one has %s: take one of both away"
					.formatted(this.version));
		requireDistinct(table, "key", orEmpty(this.key));
		requireDistinct(table, "ignore", orEmpty(this.ignore));
		requireDistinct(table, "static", staticNames());
		refuse(this.source != null && this.source.table() == null, table, "source.table",
				"a `source` names a table: add it, or take `source` away");
		String sourceTable = (this.source == null) ? null : this.source.table();
		List<String> sourceKey = (this.source == null) ? List.of() : orEmpty(this.source.key());
		requireDistinct(table, "source.key", sourceKey);
		return new MappingSettings(table, this.from, sourceTable, sourceKey, this.to, orEmpty(this.key), this.version,
				orEmpty(this.ignore));
	}

	private static void requireOneOf(String table, String key, @Nullable String value, String only) {
		refuse(value != null && !value.equals(only), table, key,
				"%s makes no sense, it takes `%s` (default: absent)".formatted(value, only));
	}

	private static void requireDistinct(String table, String key, List<String> names) {
		names.stream().filter((name) -> Collections.frequency(names, name) > 1).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException(
					"bluegreen.tables.%s.%s: %s is named twice: name it once".formatted(table, key, name));
		});
	}

	private static void refuse(boolean senseless, String table, String key, String why) {
		if (senseless) {
			throw new IllegalArgumentException("bluegreen.tables.%s.%s: %s".formatted(table, key, why));
		}
	}

	private static List<String> orEmpty(@Nullable List<String> list) {
		return (list == null) ? List.of() : list;
	}

}
