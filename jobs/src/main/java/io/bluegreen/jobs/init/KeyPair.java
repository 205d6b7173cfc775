package io.bluegreen.jobs.init;

import java.util.List;
import java.util.Set;

import io.bluegreen.failure.RefusedException;

/**
 * The key by which rows are matched.
 *
 * @param blue its columns in Blue, in the order of {@code green}
 * @param named whether Blue's key must be named, because it is not what Blue would be
 * tracked by
 * @param sameOrder whether Blue's index has them in that order
 */
record KeyPair(List<Attribute> blue, List<Attribute> green, boolean named, boolean sameOrder) {

	/**
	 * The first key of Green that is one in Blue too, best in the same order.
	 * @throws RefusedException if there is none
	 */
	static KeyPair of(Table blue, Table green, Matching matching) {
		if (green.keys().isEmpty()) {
			throw new RefusedException(
					"%s has no primary key, nor a full, valid, immediate unique index on NOT NULL columns"
						.formatted(green.sql()),
					"give it one: rows are matched by their key");
		}
		List<List<Attribute>> known = green.keys()
			.stream()
			.map(green::attributes)
			.filter((key) -> key.stream().allMatch(matching.pairs()::containsKey))
			.toList();
		if (known.isEmpty()) {
			throw new RefusedException(
					"%s has no column for (%s), the key of %s".formatted(blue.sql(),
							String.join(", ", green.keys().get(0)), green.sql()),
					"name them alike; a key that Blue must compute cannot be moved by ranges");
		}
		for (boolean ordered : new boolean[] { true, false }) {
			for (List<Attribute> key : known) {
				List<Attribute> counterparts = key.stream().map(matching.pairs()::get).toList();
				List<String> names = counterparts.stream().map(Attribute::name).toList();
				if (blue.keys().stream().anyMatch((blueKey) -> same(blueKey, names, ordered))) {
					boolean renamed = !names.equals(key.stream().map(Attribute::name).toList());
					boolean tracked = same(blue.primaryKey(), names, false);
					return new KeyPair(counterparts, key, renamed || !tracked, ordered);
				}
			}
		}
		throw new RefusedException(
				"%s has no full, valid, immediate unique index on exactly its NOT NULL columns (%s), which the key of %s needs"
					.formatted(blue.sql(),
							String.join(", ",
									known.get(0).stream().map(matching.pairs()::get).map(Attribute::sql).toList()),
							green.sql()),
				"create one concurrently, or give Green a key that Blue has");
	}

	private static boolean same(List<String> one, List<String> other, boolean ordered) {
		return ordered ? one.equals(other) : Set.copyOf(one).equals(Set.copyOf(other));
	}

}
