package io.bluegreen.apply;

/**
 * What an apply did.
 *
 * @param scanned rows that the view showed
 * @param applied rows that were inserted or replaced in the target; the others were there
 * already, the same or newer
 * @param deleted rows of the target that made way, since the source has deleted them
 */
public record ApplyCount(long scanned, long applied, long deleted) {

	ApplyCount(long scanned, long applied) {
		this(scanned, applied, 0);
	}

}
