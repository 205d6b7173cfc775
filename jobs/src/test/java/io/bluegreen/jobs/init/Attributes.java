package io.bluegreen.jobs.init;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;

/**
 * Types, columns and tables as a draft reads them.
 */
final class Attributes {

	private static final Pattern WRITTEN = Pattern.compile("[a-z ]+(?:\\((\\d+)(?:,(-?\\d+))?\\))?[a-z ]*(?:\\[])?");

	private Attributes() {
	}

	/** A built-in type, by its name in SQL. */
	static Type type(String written) {
		Matcher parts = WRITTEN.matcher(written);
		if (!parts.matches()) {
			throw new IllegalArgumentException(written);
		}
		String plain = written.replaceFirst("\\(.*\\)", "");
		return new Type(written, plain, (parts.group(1) == null) ? -1 : modifier(plain, parts), false, List.of());
	}

	/** What {@code pg_attribute.atttypmod} is. */
	private static int modifier(String plain, Matcher parts) {
		int first = Integer.parseInt(parts.group(1));
		return switch (plain) {
			case "numeric" -> ((first << 16) | (Integer.parseInt(parts.group(2)) & 0x7ff)) + 4;
			case "character", "character varying" -> first + 4;
			default -> first;
		};
	}

	/** An enum. */
	static Type labels(String name, String... labels) {
		return new Type(name, name, -1, false, List.of(labels));
	}

	/** A domain that may refuse values. */
	static Type domain(String name, String below) {
		return new Type(name, below, -1, true, List.of());
	}

	static Attribute bigint(String name) {
		return attribute(name, "bigint");
	}

	static Attribute attribute(String name, String type) {
		return new Attribute(
				new Column(name, name, type, "", true, false, false, "%s", List.of(), false, true, type, ""),
				type(type), false, null);
	}

	/** A table that is keyed by its first column. */
	static Table table(String sql, Attribute... attributes) {
		return table(sql, List.of(List.of(attributes[0].name())), attributes);
	}

	/**
	 * A table.
	 * @param keys the first of which is its primary key
	 */
	static Table table(String sql, List<List<String>> keys, Attribute... attributes) {
		return new Table(new Relation(1, sql, "r", false, Arrays.stream(attributes).map(Attribute::column).toList()),
				sql + "_as_green", List.of(attributes), keys, keys.isEmpty() ? List.of() : keys.get(0),
				Optional.empty());
	}

}
