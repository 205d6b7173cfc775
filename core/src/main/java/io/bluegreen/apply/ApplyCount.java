package io.bluegreen.apply;

/**
 * What an apply did.
 *
 * @param scanned rows that the view showed
 * @param applied rows that were inserted or replaced in Green; the others were there
 * already, the same or newer
 * @param deleted rows of Green that made way, since Blue has deleted them
 */
public record ApplyCount(long scanned, long applied, long deleted) {

	ApplyCount(long scanned, long applied) {
		this(scanned, applied, 0);
	}

}
