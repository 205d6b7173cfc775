package io.bluegreen.jobs.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many rows are listed.
 */
class Limit implements ITypeConverter<Integer> {

	@Override
	public Integer convert(String value) {
		if (!value.matches("\\d{1,9}") || Integer.parseInt(value) == 0) {
			throw new TypeConversionException("%s makes no sense, it takes 1 or more".formatted(value));
		}
		return Integer.valueOf(value);
	}

}
