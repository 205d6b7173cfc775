package io.bluegreen.transport;

import java.util.List;

import io.bluegreen.catalog.Column;

/**
 * Where a statement in Green finds Blue's rows.
 *
 * @param relation to be given the alias {@code b}
 * @param condition on {@code b} that leaves the wanted rows
 * @param key the key columns, as the relation calls them
 */
public record RowSource(String relation, String condition, List<Column> key) {
}
