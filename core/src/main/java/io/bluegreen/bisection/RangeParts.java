package io.bluegreen.bisection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeyRange;

/**
 * A range is cut into up to {@value #PARTS} ranges of about as many keys, found by one
 * statement: in a chunk of usual size each has one row.
 *
 * @param keys that the parts are even over
 */
public record RangeParts(KeyedRelation keys) implements Bisection.Parts<KeyRange> {

	private static final int PARTS = 1 << 15;

	@Override
	public Optional<List<KeyRange>> cut(KeyRange range, ServerError error) {
		List<KeyRange> parts = new ArrayList<>();
		@Nullable List<String> from = range.from();
		for (List<String> bound : this.keys.bounds(range, PARTS)) {
			parts.add(new KeyRange(from, bound));
			from = bound;
		}
		parts.add(new KeyRange(from, range.to()));
		return (parts.size() == 1) ? Optional.empty() : Optional.of(parts);
	}

	@Override
	public KeyRange join(List<KeyRange> parts) {
		return new KeyRange(parts.get(0).from(), parts.get(parts.size() - 1).to());
	}

}
