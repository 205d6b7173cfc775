package io.bluegreen.jobs.cli;

import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import io.bluegreen.jobs.settings.DurationUnits;

/**
 * Refuses an option's value that is no duration, before anything is started.
 */
class DurationOption implements ITypeConverter<String> {

	@Override
	public String convert(String value) {
		try {
			DurationStyle.detectAndParse(value);
		}
		catch (IllegalArgumentException ex) {
			throw refused(value);
		}
		if (DurationUnits.isMissing(value)) {
			throw refused(value);
		}
		return value;
	}

	private static TypeConversionException refused(String value) {
		return new TypeConversionException("%s makes no sense, it takes %s".formatted(value, DurationUnits.FORM));
	}

}
