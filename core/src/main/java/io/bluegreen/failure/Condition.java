package io.bluegreen.failure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Something that must hold, and whether it does.
 *
 * @param name what must hold
 * @param holds whether it does
 * @param evidence what was found
 * @param wayOut what helps where it does not hold; else empty
 */
public record Condition(String name, boolean holds, String evidence, String wayOut) {

	/**
	 * Asks for a condition.
	 * @param name what must hold
	 * @param require does nothing where it holds
	 */
	public static Condition of(String name, Runnable require) {
		try {
			require.run();
			return new Condition(name, true, name, "");
		}
		catch (RefusedException ex) {
			return new Condition(name, false, String.valueOf(ex.getMessage()), ex.hint());
		}
	}

	/**
	 * A condition that holds unless something is in the way.
	 * @param obstacle the evidence where it does not hold
	 * @param evidence where it does
	 */
	public static Condition unless(String name, Optional<String> obstacle, String evidence, String wayOut) {
		return obstacle.map((why) -> new Condition(name, false, why, wayOut))
			.orElseGet(() -> new Condition(name, true, evidence, ""));
	}

	/**
	 * Refuses if any of these does not hold, and names all that do not.
	 * @throws RefusedException in one sentence
	 */
	public static void requireAll(List<Condition> conditions) {
		List<Condition> unmet = conditions.stream().filter((condition) -> !condition.holds).toList();
		if (unmet.size() == 1) {
			throw new RefusedException(unmet.get(0).evidence, unmet.get(0).wayOut);
		}
		if (!unmet.isEmpty()) {
			throw new RefusedException(
					IntStream.range(0, unmet.size())
						.mapToObj((i) -> "(%d) %s: %s".formatted(i + 1, unmet.get(i).evidence, unmet.get(i).wayOut))
						.collect(Collectors.joining("; ", unmet.size() + " conditions do not hold: ", "")),
					"mend all of them, then run the same command");
		}
	}

}
