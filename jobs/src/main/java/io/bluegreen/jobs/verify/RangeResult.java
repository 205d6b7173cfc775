package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;

/**
 * What verify saw in one range; kept in the ledger, so that it counts exactly if the
 * range's transaction committed.
 *
 * @param source rows of the table below the view
 * @param blue rows that the view showed
 * @param green rows in Green
 * @param scanned keys on either side
 * @param differing keys that were not the same at the first look
 * @param kept how many of them were noted, to be looked at again
 * @param repeated rows whose key the view, or Green with its heirs, had shown before
 * @param unread what could not be compared
 */
record RangeResult(long source, long blue, long green, long scanned, long differing, long kept, long repeated,
		List<Group> groups, List<Unread> unread) {

	/**
	 * One side's share of a group of the totals.
	 */
	record Group(String side, List<@Nullable String> group, long rows, List<@Nullable String> sums) {
	}

	/**
	 * What could not be compared.
	 *
	 * @param key of the row to blame; null: a part of the range in which too much failed
	 * @param error in a sentence
	 */
	record Unread(@Nullable List<String> key, String error) {
	}

	static final RangeResult NOTHING = new RangeResult(0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static RangeResult unread(Unread unread) {
		return new RangeResult(0, 0, 0, 0, 0, 0, 0, List.of(), List.of(unread));
	}

	RangeResult plus(RangeResult other) {
		return new RangeResult(this.source + other.source, this.blue + other.blue, this.green + other.green,
				this.scanned + other.scanned, this.differing + other.differing, this.kept + other.kept,
				this.repeated + other.repeated, both(this.groups, other.groups), both(this.unread, other.unread));
	}

	/** For the ledger, which notes only so many groups of a range. */
	ChunkOutcome.Compared outcome(Chunk chunk, double seconds) {
		RangeResult noted = new RangeResult(this.source, this.blue, this.green, this.scanned, this.differing, this.kept,
				this.repeated, MoneySums.capped(this.groups, MoneySums.OF_A_RANGE), this.unread);
		return new ChunkOutcome.Compared(chunk.id(), this.scanned, this.scanned - this.differing, seconds,
				JSON.writeValueAsString(noted));
	}

	private static <T> List<T> both(List<T> one, List<T> other) {
		return Stream.concat(one.stream(), other.stream()).toList();
	}

}
