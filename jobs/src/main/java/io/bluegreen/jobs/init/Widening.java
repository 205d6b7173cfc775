package io.bluegreen.jobs.init;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which casts lose nothing, refuse nothing, and mean the same under every session.
 */
final class Widening {

	private static final String VARCHAR = "character varying";

	private static final Map<String, Set<String>> WIDER = Map.of("smallint",
			Set.of("integer", "bigint", "numeric", "real", "double precision", "text", VARCHAR), "integer",
			Set.of("bigint", "numeric", "double precision", "text", VARCHAR), "bigint",
			Set.of("numeric", "text", VARCHAR), VARCHAR, Set.of("text"), "text", Set.of(VARCHAR), "date",
			Set.of("timestamp without time zone"), "bit", Set.of("bit varying"), "cidr", Set.of("inet"), "uuid",
			Set.of("text", VARCHAR));

	/** Digits of the largest value; one more character with its sign. */
	private static final Map<String, Integer> DIGITS = Map.of("smallint", 5, "integer", 10, "bigint", 19);

	private Widening() {
	}

	/** Whether every value of one type is the same value in the other. */
	static boolean holds(Type from, Type to) {
		if (to.constrained() || from.isArray() != to.isArray() || to.isEnum()) {
			return false;
		}
		boolean wider = from.element().equals(to.element())
				|| WIDER.getOrDefault(from.element(), Set.of()).contains(to.element())
				|| (from.isEnum() && Set.of("text", VARCHAR).contains(to.element()));
		return wider && fits(from, to);
	}

	private static boolean fits(Type from, Type to) {
		if (to.modifier() < 0) {
			return true;
		}
		return switch (to.element()) {
			case VARCHAR, "character" ->
				length(from).filter((longest) -> longest <= to.modifier() - 4 && !shrinks(from, to)).isPresent();
			case "numeric" -> wholeDigits(from).filter((most) -> most <= wholeDigits(to).orElse(0)).isPresent()
					&& scale(from) <= scale(to);
			case "timestamp without time zone", "timestamp with time zone", "time without time zone",
					"time with time zone" ->
				from.element().equals("date") || (from.modifier() >= 0 && from.modifier() <= to.modifier())
						|| to.modifier() == 6;
			case "bit varying" -> from.modifier() >= 0 && from.modifier() <= to.modifier();
			default -> false;
		};
	}

	/** Blanks at the end of char(n) are no part of its value. */
	private static boolean shrinks(Type from, Type to) {
		return from.element().equals("character") != to.element().equals("character");
	}

	private static Optional<Integer> length(Type type) {
		if (type.isEnum()) {
			return type.labels().stream().map(String::length).max(Integer::compare);
		}
		Integer digits = DIGITS.get(type.element());
		if (digits != null) {
			return Optional.of(digits + 1);
		}
		return switch (type.element()) {
			case "uuid" -> Optional.of(36);
			case VARCHAR, "character" -> (type.modifier() < 0) ? Optional.empty() : Optional.of(type.modifier() - 4);
			default -> Optional.empty();
		};
	}

	private static Optional<Integer> wholeDigits(Type type) {
		Integer digits = DIGITS.get(type.element());
		if (digits != null) {
			return Optional.of(digits);
		}
		return (type.element().equals("numeric") && type.modifier() >= 0)
				? Optional.of(((type.modifier() - 4) >> 16) - scale(type)) : Optional.empty();
	}

	/** The scale is a signed number of 11 bits. */
	private static int scale(Type type) {
		return (type.element().equals("numeric") && type.modifier() >= 0)
				? (((type.modifier() - 4) & 0x7ff) ^ 1024) - 1024 : 0;
	}

}
