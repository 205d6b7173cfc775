package io.bluegreen.jobs.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A type of a column, and values of it as text.
 *
 * @param blue what Blue calls it
 * @param green what Green calls it
 * @param loose whether its {@code =} is a little wider than its text on purpose (1.0 and
 * 1.00): then only a value that {@code =} tells apart is another one
 * @param value draws a value
 * @param near turns a value into one that a careless comparison takes for the same; where
 * there is none, into itself
 */
record Type(String blue, String green, boolean loose, Function<Draw, String> value, UnaryOperator<String> near) {

	static Type of(String name, Function<Draw, String> value) {
		return new Type(name, name, false, value, UnaryOperator.identity());
	}

	/** A user's type, of which Blue and Green have one each. */
	static Type own(String name, Function<Draw, String> value) {
		return new Type("old." + name, "new." + name, false, value, UnaryOperator.identity());
	}

	Type asLoose() {
		return new Type(this.blue, this.green, true, this.value, this.near);
	}

	Type near(UnaryOperator<String> operator) {
		return new Type(this.blue, this.green, this.loose, this.value, operator);
	}

	/** Whether Blue and Green have a type each. */
	boolean isOwn() {
		return !this.blue.equals(this.green);
	}

	/** Mostly of one dimension; the near value has the same elements in another shape. */
	Type array() {
		String delimiter = this.blue.equals("box") ? ";" : ",";
		Function<Draw, String> array = (draw) -> switch (draw.below(8)) {
			case 0 -> "{}";
			case 1 -> {
				int width = 1 + draw.below(3);
				yield braced(delimiter, 1 + draw.below(3), () -> elements(draw, delimiter, width));
			}
			case 2 -> "[0:1]=" + elements(draw, delimiter, 2);
			default -> elements(draw, delimiter, 1 + draw.below(4));
		};
		return new Type(this.blue + "[]", this.green + "[]", this.blue.startsWith("numeric"), array,
				(text) -> text.startsWith("{") && !text.equals("{}") ? "{" + text + "}" : text);
	}

	private String elements(Draw draw, String delimiter, int count) {
		return braced(delimiter, count, () -> draw.chance(15) ? "NULL" : quoted(this.value.apply(draw)));
	}

	private static String braced(String delimiter, int count, Supplier<String> element) {
		return IntStream.range(0, count)
			.mapToObj((i) -> element.get())
			.collect(Collectors.joining(delimiter, "{", "}"));
	}

	/** Values of a composite type with these fields. */
	static Function<Draw, String> composite(Type... fields) {
		return (draw) -> List.of(fields)
			.stream()
			.map((field) -> draw.chance(15) ? "" : quoted(field.value().apply(draw)))
			.collect(Collectors.joining(",", "(", ")"));
	}

	/**
	 * Values of a range type.
	 * @param bound bounds that lie in the order of these numbers
	 */
	static Function<Draw, String> range(int numbers, LongFunction<String> bound) {
		return (draw) -> switch (draw.below(8)) {
			case 0 -> "empty";
			case 1 -> draw.pick("(,)", "(," + quoted(bound.apply(draw.below(numbers))) + "]");
			default -> one(draw, draw.below(numbers / 2), numbers, bound);
		};
	}

	/** Values of a multirange type, see {@link #range}. */
	static Function<Draw, String> multirange(int numbers, LongFunction<String> bound) {
		return (draw) -> {
			List<String> ranges = new ArrayList<>();
			int step = numbers / 3;
			for (int from = 0; from < numbers - step; from += step) {
				if (draw.chance(60)) {
					ranges.add(one(draw, from, from + step - 1, bound));
				}
			}
			return ranges.stream().collect(Collectors.joining(",", "{", "}"));
		};
	}

	private static String one(Draw draw, int from, int to, LongFunction<String> bound) {
		long upper = draw.between(from + 1, to - 1);
		return draw.pick("[", "(") + quoted(bound.apply(from)) + "," + quoted(bound.apply(upper)) + draw.pick("]", ")");
	}

	private static String quoted(String value) {
		return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
