package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.bluegreen.tracking.TrackedTable;

/**
 * Everything that a draft says, before it is written down.
 *
 * @param columns of the view, in Green's order
 * @param ignored columns that only Green has and fills itself
 * @param version the version's column; empty: Green has none
 * @param left columns that only Blue has
 * @param reviews about the tables as a whole, in sentences
 */
record Sketch(Table blue, Table green, List<Column> columns, List<Attribute> ignored, KeyPair key,
		Optional<String> version, List<Attribute> left, List<String> reviews) {

	private static final String ROW_VERSION = "row_version";

	private static final Set<String> FREE = Set.of("text", "character varying");

	/** A column of the view. */
	record Column(Attribute green, Expression expression) {
	}

	/**
	 * Sketches.
	 * @throws io.bluegreen.failure.RefusedException if no key fits
	 */
	static Sketch of(Table blue, Table green, Casts casts) {
		String name = blue.tracked().map(TrackedTable::version).orElse(ROW_VERSION);
		Optional<String> version = green.attribute(name)
			.filter((attribute) -> attribute.type().written().equals("bigint"))
			.map(Attribute::name);
		List<String> given = (version.isPresent() || blue.tracked().isPresent()) ? List.of(name) : List.of();
		Matching matching = Matching.of(blue, green, version.stream().toList());
		KeyPair key = KeyPair.of(blue, green, matching);
		List<Attribute> left = matching.left(blue, given);
		List<Column> columns = new ArrayList<>();
		List<Attribute> ignored = new ArrayList<>();
		for (Attribute attribute : green.attributes()) {
			Optional<Attribute> source = matching.blueOf(attribute);
			if (version.filter(attribute.name()::equals).isPresent()) {
				columns.add(new Column(attribute, Expression.certain("b." + attribute.sql())));
			}
			else if (source.isPresent()) {
				columns.add(new Column(attribute, matched(green, source.get(), attribute, matching, key, casts)));
			}
			else if (attribute.generation() == null && (attribute.filled() || !attribute.column().notNull())
					&& !matching.guesses().containsKey(attribute)) {
				if (left.isEmpty()) {
					ignored.add(attribute);
				}
				else {
					columns.add(new Column(attribute, renamed(left)));
				}
			}
			else {
				columns.add(new Column(attribute, unmatched(attribute, matching)));
			}
		}
		return new Sketch(blue, green, columns, ignored, key, version, left, reviews(blue, key, version));
	}

	/** All reviews, those of a column with its name before them. */
	List<String> allReviews() {
		return Stream
			.concat(this.reviews.stream(),
					this.columns.stream()
						.flatMap((column) -> column.expression()
							.reviews()
							.stream()
							.map((review) -> column.green().sql() + ": " + review)))
			.toList();
	}

	private static Expression matched(Table target, Attribute source, Attribute green, Matching matching, KeyPair key,
			Casts casts) {
		Expression expression = casts.cast("b." + source.sql(), source.type(), green.type());
		if (key.green().contains(green)) {
			expression = ofKey(target, source, green, expression);
		}
		else if (green.column().notNull() && !source.column().notNull()) {
			expression = expression.with("Blue allows NULL, Green does not: such rows are rejected");
		}
		String guess = matching.guesses().get(green);
		return (guess == null) ? expression : expression.with(guess);
	}

	private static Expression ofKey(Table table, Attribute source, Attribute green, Expression expression) {
		String collation = green.column().collation();
		Expression found = expression;
		boolean relabelled = FREE.contains(source.type().plain()) && FREE.contains(green.type().plain());
		boolean indexed = source.type().written().equals(green.type().written())
				|| (relabelled && expression.reviews().isEmpty());
		if (!indexed && !expression.sql().equals(Expression.MISSING)) {
			// Ranges are read by an index, and the change log names keys as the source
			// has them.
			return Expression.missing(
					"a key is passed through unchanged, and here %s would become %s: ALTER TABLE %s ALTER COLUMN %s TYPE %s, then draft again"
						.formatted(source.type().written(), green.type().written(), table.sql(), green.sql(),
								source.type().written()));
		}
		if (!source.column().collation().equals(collation)) {
			found = found.with("ranges of keys would be cut differently: give Green's column Blue's collation %s"
				.formatted(source.column().collation()));
		}
		return found;
	}

	/** Left out it would stay NULL, or its default, without a word. */
	private static Expression renamed(List<Attribute> left) {
		return Expression.missing(
				"only Green has it, and only Blue has %s: one of them under another name? if not, delete this line and name the column under `ignore`"
					.formatted(String.join(", ", left.stream().map(Attribute::sql).toList())));
	}

	private static Expression unmatched(Attribute green, Matching matching) {
		String guess = matching.guesses().get(green);
		if (guess != null) {
			return Expression.missing(guess);
		}
		if (green.generation() != null) {
			return Expression.missing(
					"Green computes it, and verify compares it: write the same from Blue's columns, in Green it is "
							+ green.generation());
		}
		return Expression.missing("Blue has no such column, and Green has it NOT NULL without a default");
	}

	private static List<String> reviews(Table blue, KeyPair key, Optional<String> version) {
		List<String> reviews = new ArrayList<>();
		if (!key.sameOrder()) {
			reviews.add("key: Blue's unique index has its columns in another order: ranges need one in the order (%s)"
				.formatted(String.join(", ", key.blue().stream().map(Attribute::sql).toList())));
		}
		if (version.isPresent() && blue.tracked().isEmpty() && blue.attribute(version.get()).isPresent()) {
			reviews.add("version: %s has a column %s that tracking did not give it: `bluegreen track` wants it renamed"
				.formatted(blue.sql(), version.get()));
		}
		blue.tracked()
			.filter((tracked) -> !Set.copyOf(tracked.key())
				.equals(Set.copyOf(key.blue().stream().map(Attribute::name).toList())))
			.ifPresent((tracked) -> reviews.add(
					"key: %s is tracked by (%s): undo that (`bluegreen track --undo --yes`) and track it again by this key"
						.formatted(blue.sql(), String.join(", ", tracked.key()))));
		return reviews;
	}

}
