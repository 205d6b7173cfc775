package io.bluegreen.jobs.settings;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Reads durations. A number needs its unit: Spring Boot would take {@code settle: 5} for
 * five milliseconds.
 */
@ConfigurationPropertiesBinding
public class DurationConverter implements GenericConverter {

	/** What a duration looks like, for messages. */
	public static final String FORM = "a number and a unit, such as 500ms, 5s, 10m";

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return Set.of(new ConvertiblePair(String.class, Duration.class),
				new ConvertiblePair(Number.class, Duration.class));
	}

	@Override
	public Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
		return parse(String.valueOf(source));
	}

	/**
	 * Reads a duration.
	 * @throws IllegalArgumentException if it is none, or has no unit
	 */
	public static Duration parse(String text) {
		if (text.matches("-?\\d+") && !text.equals("0")) {
			throw new IllegalArgumentException(text + " has no unit");
		}
		return DurationStyle.detectAndParse(text.strip());
	}

}
