package io.bluegreen.mapping;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A mapping as its user writes it. Every identifier is written as in SQL.
 *
 * @param table the name under which it is configured
 * @param from view or table in the source, in the target's shape
 * @param source the table below the view that is tracked and counted; null where
 * {@code from} is that table, or nobody knows
 * @param sourceKey the source table's key in the order of {@code key}; empty: the same
 * names
 * @param to table in the target
 * @param key empty: the primary key of {@code to}
 * @param version column of {@code from} and {@code to}; null: the source has no version
 * @param ignore columns that only the target has
 */
public record MappingSettings(String table, String from, @Nullable String source, List<String> sourceKey, String to,
		List<String> key, @Nullable String version, List<String> ignore) {
}
