package io.bluegreen.testbed.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured so far, by name.
 */
final class Measurements {

	private final Map<String, List<Double>> values = new LinkedHashMap<>();

	void add(String name, double value) {
		this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
	}

	Samples of(String name) {
		return new Samples(Objects.requireNonNull(this.values.get(name), name));
	}

}
