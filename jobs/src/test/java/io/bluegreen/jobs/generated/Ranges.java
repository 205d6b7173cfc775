package io.bluegreen.jobs.generated;

import java.util.List;

/**
 * The server's range types.
 */
final class Ranges {

	private Ranges() {
	}

	static List<Type> all() {
		return List.of(Type.of("int4range", Type.range(500, Long::toString)),
				Type.of("int4multirange", Type.multirange(300, Long::toString)),
				Type.of("int8range", Type.range(500, (n) -> Long.toString(n * 4_000_000_000_000_000L))),
				Type.of("numrange", Type.range(500, Ranges::number)).asLoose(),
				Type.of("nummultirange", Type.multirange(60, Ranges::number)).asLoose(),
				Type.of("daterange", Type.range(9_000, CommonTypes::date)),
				Type.of("datemultirange", Type.multirange(90, CommonTypes::date)),
				Type.of("tsrange", Type.range(90, CommonTypes::instant)),
				Type.of("tstzrange", Type.range(9_000, Ranges::hour)),
				Type.of("tstzmultirange", Type.multirange(9_000, Ranges::hour)));
	}

	/** The same number in two scales. */
	private static String number(long n) {
		return (n % 3 == 0) ? n + ".50" : n + ".5";
	}

	private static String hour(long n) {
		return CommonTypes.instant(n * 3_600_000_001L) + "+00";
	}

}
