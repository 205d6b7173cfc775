package io.bluegreen.testbed.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A payment's attributes, in the legacy form and in the one that new writers use.
 *
 * @param list {@code k=v;k=v}, empty or null
 * @param pairs the same as key, value, key, value
 */
record Attributes(@Nullable String list, List<String> pairs) {

	private static final List<String> NAMES = List.of("channel", "order", "Größe", "a b", "url");

	private static final List<String> VALUES = List.of("web", "", "it's \"quoted\" \\", "🦊", "x?a=1&b=2",
			"line\ntab\t", "null");

	static Attributes random(Random random) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			pairs.put(NAMES.get(random.nextInt(NAMES.size())), VALUES.get(random.nextInt(VALUES.size())));
		}
		String list = pairs.entrySet()
			.stream()
			.map((pair) -> pair.getKey() + "=" + pair.getValue())
			.collect(Collectors.joining(";"));
		List<String> flat = new ArrayList<>();
		pairs.forEach((name, value) -> flat.addAll(List.of(name, value)));
		return new Attributes((list.isEmpty() && random.nextBoolean()) ? null : list, flat);
	}

}
