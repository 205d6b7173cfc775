package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of Blue each column of Green comes from.
 *
 * @param pairs columns of Blue by those of Green; those without a counterpart are not in
 * it
 * @param guesses what to look at, by columns of Green
 */
record Matching(Map<Attribute, Attribute> pairs, Map<Attribute, String> guesses) {

	/**
	 * The same name first; then one that differs in case and underscores only; then, for
	 * primary keys of the same types, the same place.
	 * @param given names that have their own source: versions
	 */
	static Matching of(Table blue, Table green, List<String> given) {
		Matching matching = new Matching(new LinkedHashMap<>(), new LinkedHashMap<>());
		List<Attribute> wanted = green.attributes()
			.stream()
			.filter((attribute) -> !given.contains(attribute.name()))
			.toList();
		wanted.forEach((attribute) -> blue.attribute(attribute.name())
			.ifPresent((same) -> matching.pairs.put(attribute, same)));
		wanted.forEach((attribute) -> matching.byLooseName(blue, attribute));
		matching.byPrimaryKey(blue, green);
		return matching;
	}

	Optional<Attribute> blueOf(Attribute green) {
		return Optional.ofNullable(this.pairs.get(green));
	}

	/** The columns of Blue that go nowhere. */
	List<Attribute> left(Table blue, List<String> given) {
		return blue.attributes()
			.stream()
			.filter((attribute) -> !this.pairs.containsValue(attribute) && !given.contains(attribute.name()))
			.toList();
	}

	private void byLooseName(Table blue, Attribute green) {
		List<Attribute> alike = blue.attributes()
			.stream()
			.filter((attribute) -> !this.pairs.containsValue(attribute)
					&& loose(attribute.name()).equals(loose(green.name())))
			.toList();
		if (!this.pairs.containsKey(green) && alike.size() == 1) {
			pair(green, alike.get(0), "matched with Blue's %s, whose name is only alike".formatted(alike.get(0).sql()));
		}
		else if (!this.pairs.containsKey(green) && alike.size() > 1) {
			this.guesses.put(green, "several columns of Blue have such a name: "
					+ String.join(", ", alike.stream().map(Attribute::sql).toList()));
		}
	}

	private void byPrimaryKey(Table blue, Table green) {
		List<Attribute> greenKey = green.attributes(green.primaryKey());
		List<Attribute> blueKey = blue.attributes(blue.primaryKey());
		if (greenKey.size() != blueKey.size()) {
			return;
		}
		List<Attribute> unmatched = new ArrayList<>(greenKey);
		unmatched.removeIf(this.pairs::containsKey);
		for (Attribute attribute : unmatched) {
			Attribute counterpart = blueKey.get(greenKey.indexOf(attribute));
			if (!this.pairs.containsValue(counterpart)
					&& counterpart.type().written().equals(attribute.type().written())) {
				pair(attribute, counterpart, "matched with Blue's %s by its place in the key, since no name fits"
					.formatted(counterpart.sql()));
			}
		}
	}

	private void pair(Attribute green, Attribute blue, String guess) {
		this.pairs.put(green, blue);
		this.guesses.put(green, guess);
	}

	private static String loose(String name) {
		return name.replace("_", "").toLowerCase(Locale.ROOT);
	}

}
