package io.bluegreen.apply;

/**
 * What an apply did.
 *
 * @param scanned rows that the view showed
 * @param applied rows that were inserted or replaced in Green; the others were there
 * already, the same or newer
 */
public record ApplyCount(long scanned, long applied) {
}
