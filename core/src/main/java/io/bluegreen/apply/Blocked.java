package io.bluegreen.apply;

import java.util.List;

/**
 * A row of the source that the target has no place for now, because of another row.
 *
 * @param key as text
 * @param sqlState what a write of it would end with
 * @param constraint of the target
 * @param waits whether nothing but the other row's coming or going makes the place;
 * otherwise the row may get in by itself
 */
public record Blocked(List<String> key, String sqlState, String constraint, boolean waits) {
}
