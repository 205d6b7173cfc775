package io.bluegreen.transport;

import java.util.List;
import java.util.Map;

import io.bluegreen.catalog.Column;

/**
 * Where a statement in the target finds rows of the source.
 *
 * @param relation to be given the alias {@code b}
 * @param condition on {@code b} that leaves the wanted rows
 * @param key the key columns, as the relation calls them
 * @param parameters named in the relation or the condition; the statement binds them
 */
public record RowSource(String relation, String condition, List<Column> key, Map<String, Object> parameters) {
}
