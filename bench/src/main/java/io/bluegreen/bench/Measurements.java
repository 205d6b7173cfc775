package io.bluegreen.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.bench.measured.Samples;

/**
 * What was measured so far, by name.
 */
final class Measurements {

	private final Map<String, List<Double>> values = new LinkedHashMap<>();

	void add(String name, double value) {
		this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
	}

	/** Of what was measured, all whose names begin so. */
	Stream<String> names(String beginning) {
		return this.values.keySet().stream().filter((name) -> name.startsWith(beginning));
	}

	Samples of(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(name + " was not measured"));
	}

	Optional<Samples> find(String name) {
		return Optional.ofNullable(this.values.get(name)).map(Samples::new);
	}

}
