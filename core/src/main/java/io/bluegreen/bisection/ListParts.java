package io.bluegreen.bisection;

import java.util.List;
import java.util.Optional;

import io.bluegreen.failure.ServerError;

/**
 * A list is cut into its halves.
 */
public class ListParts<T> implements Bisection.Parts<List<T>> {

	@Override
	public Optional<List<List<T>>> cut(List<T> part, ServerError error) {
		int half = part.size() / 2;
		return (half == 0) ? Optional.empty()
				: Optional.of(List.of(part.subList(0, half), part.subList(half, part.size())));
	}

	@Override
	public List<T> join(List<List<T>> parts) {
		return (parts.size() == 1) ? parts.get(0) : parts.stream().flatMap(List::stream).toList();
	}

}
