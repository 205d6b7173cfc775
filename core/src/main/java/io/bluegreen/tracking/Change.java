package io.bluegreen.tracking;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one key between two positions.
 *
 * @param key the key's values as text, in the order that was asked for
 * @param gone whether a row with this key was deleted, or changed to another key, at
 * least once; it may be there again
 * @param version the highest version that was logged; null where the row had none
 */
public record Change(List<String> key, boolean gone, @Nullable Long version) {
}
