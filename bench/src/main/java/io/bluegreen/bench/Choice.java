package io.bluegreen.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cases that are wanted.
 */
record Choice(Set<String> cases) {

	/** What is measured unless something else is said. */
	static final List<String> USUAL = List.of("backfill/in-database", "backfill/streaming", "verify/in-database",
			"verify/exact", "verify/same-shape/narrow", "verify/same-shape/numeric", "verify/same-shape/jsonb",
			"verify/streaming", "verify/streaming/numeric", "verify/streaming/jsonb", "insert-select", "full-join",
			"full-join/narrow", "full-join/numeric", "full-join/jsonb", "reconcile", "reconcile/idle", "verify/since",
			"fixed-costs/backfill", "fixed-costs/verify", "startup", "help", "peak-memory");

	/** What live writes cost, and notice; only if they are named. */
	static final List<String> LIVE = List.of("dual-write", "dual-write/lost", "writers/backfill", "writers/tracking");

	/** Loads with secondary indexes. */
	static final List<String> INDEXES = List.of("post-data-after", "indexes-first");

	/** Takes as long as all others together. */
	private static final String TEXTBOOK = "textbook-spring-batch";

	/** All that can be asked for. */
	static final List<String> ALL = Stream.of(USUAL, List.of(TEXTBOOK), LIVE, INDEXES).flatMap(List::stream).toList();

	/** Whose processes tell the peak memory of the program. */
	private static final List<String> WATCHED = List.of("backfill/in-database", "backfill/streaming",
			"verify/in-database", "verify/streaming");

	/**
	 * The cases of these names and those below them; the usual ones where there is no
	 * name.
	 * @throws IllegalArgumentException if there is no case of a name
	 */
	static Choice of(List<String> names, boolean indexes) {
		Set<String> cases = new LinkedHashSet<>(names.isEmpty() ? USUAL : List.of());
		for (String name : names) {
			List<String> found = ALL.stream()
				.filter((each) -> each.equals(name) || each.startsWith(name + "/"))
				.toList();
			if (found.isEmpty()) {
				throw new IllegalArgumentException(
						"there is no case %s: --case takes %s".formatted(name, String.join(", ", ALL)));
			}
			cases.addAll(found);
		}
		if (indexes) {
			cases.addAll(INDEXES);
		}
		return new Choice(cases);
	}

	/** Whether there is anything but what live writes cost. */
	boolean copiesOrCompares() {
		return !LIVE.containsAll(this.cases);
	}

	boolean takes(String name) {
		return this.cases.contains(name);
	}

	/** Whether the program runs for a case, be it for its memory alone. */
	boolean runs(String name) {
		return takes(name) || (takes("peak-memory") && WATCHED.contains(name));
	}

	/**
	 * Those that have to run: all of a case that is taken, without its floors one that is
	 * only watched.
	 */
	Stream<Candidate> candidates(Case each) {
		return takes(each.name()) ? each.candidates().stream()
				: each.candidates().stream().limit(runs(each.name()) ? 1 : 0);
	}

}
