package io.bluegreen.jobs.knobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import io.bluegreen.jobs.settings.DurationUnits;

/**
 * Something that can be set for a plan while processes work on it.
 */
public enum Knob {

	/** Of all processes together. What they had to wait for the old rate is forgotten. */
	MAX_ROWS_PER_SECOND("max_rows_per_second = :value, paced_until = NULL", "1 or more", 1, Integer.MAX_VALUE),

	/** Of each process. */
	WORKERS("workers = :value", "1 to 64", 1, 64),

	/** In milliseconds. */
	CHUNK_TARGET("chunk_target_millis = :value", "1ms to 60s", 1, 60_000);

	/** The value that takes a knob's own away. */
	private static final String NONE = "none";

	private final String assignment;

	private final String range;

	private final int least;

	private final int most;

	Knob(String assignment, String range, int least, int most) {
		this.assignment = assignment;
		this.range = range;
		this.least = least;
		this.most = most;
	}

	/**
	 * A knob with a value.
	 *
	 * @param value null: none of its own
	 */
	public record Setting(Knob knob, @Nullable Integer value) {
	}

	/**
	 * Reads {@code KNOB=VALUE}.
	 * @throws IllegalArgumentException with the way out, if it is none
	 */
	public static Setting parse(String text) {
		String[] parts = text.split("=", 2);
		Knob knob = Arrays.stream(values())
			.filter((each) -> each.text().equals(parts[0]))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s is no knob: there are %s".formatted(parts[0],
					Arrays.stream(values()).map(Knob::text).collect(Collectors.joining(", ")))));
		String value = (parts.length == 1) ? "" : parts[1].strip();
		if (value.equals(NONE)) {
			return new Setting(knob, null);
		}
		OptionalInt number = knob.number(value);
		if (number.isEmpty() || number.getAsInt() < knob.least || number.getAsInt() > knob.most) {
			throw new IllegalArgumentException("%s makes no sense, %s takes %s, or none"
				.formatted(value.isEmpty() ? text : value, knob.text(), knob.range));
		}
		return new Setting(knob, number.getAsInt());
	}

	/** Empty where a text is no number of this knob. */
	private OptionalInt number(String value) {
		try {
			if (this != CHUNK_TARGET) {
				return OptionalInt.of(Integer.parseInt(value));
			}
			return DurationUnits.isMissing(value) ? OptionalInt.empty()
					: OptionalInt.of(Math.toIntExact(DurationStyle.detectAndParse(value).toMillis()));
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return OptionalInt.empty();
		}
	}

	private String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What an UPDATE of the plan sets; the value is bound as {@code :value}. */
	String assignment() {
		return this.assignment;
	}

}
