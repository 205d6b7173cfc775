package io.bluegreen.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All cases, for people and for programs.
 */
final class Report {

	private Report() {
	}

	static String json(List<Line> cases) {
		return cases.stream().map(Line::json).collect(Collectors.joining(",\n ", "[", "]"));
	}

	static String text(List<Line> cases) {
		return Stream.concat(Stream.of(TimedCase.HEADING), cases.stream().map(Line::text))
			.collect(Collectors.joining("\n"));
	}

}
