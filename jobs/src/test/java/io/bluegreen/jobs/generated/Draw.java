package io.bluegreen.jobs.generated;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random choices that a seed repeats.
 */
final class Draw {

	private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	/** What has broken quoting, padding, sorting or encoding somewhere. */
	private static final List<String> TEXTS = List.of("", " ", "a", "A", "a ", " a", "b", "B", "NULL", "null", "\\N",
			"'", "''", "\"", "\\", "\\\\", "a,b", "{}", "{a,\"b\"}", "(,)", "()", "[1,2)", ":a", "::", "?", "${x}",
			"%s", "$1", "--", "/*", ";", "\t", "\n", "\r\n", "a\u0001", "\u00e4", "a\u0308", "\u00df", "ss", "\u0130",
			"\u0131", "\u4f60\u597d", "\ud83d\ude00", "\ud83d\udc68\u200d\ud83d\udc69", "\ufeff", "\uffff", "t", "true",
			"0", "-0", "1e3", "NaN");

	private final SplittableRandom random;

	Draw(long seed) {
		this.random = new SplittableRandom(seed);
	}

	/** From 0 to below the bound. */
	int below(int bound) {
		return this.random.nextInt(bound);
	}

	/** From the first to the last, both inclusive. */
	long between(long first, long last) {
		return this.random.nextLong(first, last + 1);
	}

	long number() {
		return this.random.nextLong();
	}

	boolean chance(int percent) {
		return below(100) < percent;
	}

	<T> T pick(List<T> choices) {
		return choices.get(below(choices.size()));
	}

	String pick(String... choices) {
		return choices[below(choices.length)];
	}

	String letters(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> String.valueOf(LETTERS.charAt(below(LETTERS.length()))))
			.collect(Collectors.joining());
	}

	/** At most so many code points. */
	String text(int longest) {
		String text = switch (below(4)) {
			case 0 -> letters(1 + below(12));
			case 1 -> pick(TEXTS) + letters(below(4));
			case 2 -> pick(TEXTS) + pick(TEXTS);
			default -> pick(TEXTS);
		};
		return text.codePointCount(0, text.length()) <= longest ? text
				: text.substring(0, text.offsetByCodePoints(0, longest));
	}

	/** Now and then too long to stay in its row, and not to be compressed. */
	String longText() {
		return chance(2) ? letters(3000 + below(9000)) : text(1000);
	}

}
