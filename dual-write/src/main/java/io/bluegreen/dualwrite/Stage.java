package io.bluegreen.dualwrite;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How far a service has moved. It is read once, at its start, so that it changes, and
 * goes back, with the process.
 */
public enum Stage {

	/** Blue alone. */
	BLUE("blue"),

	/** Blue is written and read; what was changed is applied to Green. */
	DUAL("dual"),

	/** The same, and Green is read wherever it has what Blue has. */
	DUAL_READ_GREEN("dual-read-green");

	private static final String GREEN = "green";

	private final String text;

	Stage(String text) {
		this.text = text;
	}

	/**
	 * The stage of this name.
	 * @throws IllegalArgumentException for any other text, {@code green} too: before the
	 * cutover Blue has authority
	 */
	public static Stage of(@Nullable String text) {
		String names = Arrays.stream(values()).map(Stage::toString).collect(Collectors.joining(", "));
		if (GREEN.equals(text)) {
			throw new IllegalArgumentException(
					"bluegreen.stage: green is for after the cutover, and Blue has authority: set one of " + names);
		}
		return Arrays.stream(values())
			.filter((stage) -> stage.text.equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("bluegreen.stage: %s is no stage: set one of %s"
				.formatted((text == null || text.isBlank()) ? "nothing" : text, names)));
	}

	/** Whether what was changed in Blue is applied to Green. */
	public boolean writesGreen() {
		return this != BLUE;
	}

	/** Whether rows are read from Green. */
	public boolean readsGreen() {
		return this == DUAL_READ_GREEN;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
