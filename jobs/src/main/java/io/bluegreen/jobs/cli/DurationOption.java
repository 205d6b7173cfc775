package io.bluegreen.jobs.cli;

import io.bluegreen.jobs.settings.DurationConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Refuses an option's value that is no duration, before anything is started.
 */
class DurationOption implements ITypeConverter<String> {

	@Override
	public String convert(String value) {
		try {
			DurationConverter.parse(value);
			return value;
		}
		catch (IllegalArgumentException ex) {
			throw new TypeConversionException(
					"%s makes no sense, it takes %s".formatted(value, DurationConverter.FORM));
		}
	}

}
