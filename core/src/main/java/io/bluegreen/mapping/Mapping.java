package io.bluegreen.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;

/**
 * A mapping whose parts were all found.
 *
 * @param table the name under which it is configured
 * @param from view or table in the source
 * @param source the table below it, where it is known
 * @param sourceKey key columns of the source table, in the order of {@code key}; the
 * view's where the table is not known
 * @param to table in the target
 * @param key key columns, of the same name in {@code from} and {@code to}
 * @param version of a row, where the source's tracking gives one
 * @param content every other column that both sides have, in the target's order
 * @param ignored columns that only the target has
 * @param definition the view and all that it uses, as they were when it was read
 */
public record Mapping(String table, Relation from, Optional<Relation> source, List<Column> sourceKey, Relation to,
		List<Column> key, Optional<Column> version, List<Column> content, List<Column> ignored, Definition definition) {

	/**
	 * The hash over the view and all that it uses.
	 */
	public String hash() {
		return this.definition.hash();
	}

	/**
	 * The columns that both sides have, the target's, in their order.
	 */
	public List<Column> shared() {
		return this.to.columns().stream().filter((column) -> !this.ignored.contains(column)).toList();
	}

	/**
	 * The key columns of the view: of the same names, in the source's types. Where the
	 * source is named they are its own key, which is never NULL.
	 */
	public List<Column> fromKey() {
		Stream<Column> shown = this.key.stream().map(this::inView);
		return (this.source.isPresent() ? shown.map(Column::asNotNull) : shown).toList();
	}

	/**
	 * Whether both sides order keys alike, so that a range holds the same keys on each.
	 */
	public boolean isOrderedAlike() {
		return orders(this.key).equals(orders(this.sourceKey)) && orders(this.key).equals(orders(fromKey()));
	}

	private static List<String> orders(List<Column> key) {
		return key.stream().map(Column::order).toList();
	}

	/**
	 * Whether the source's rows are those of a table, shown by no view, and no key
	 * repeats on either side: then rows that were compared need not be counted once more.
	 */
	public boolean isOfTwoTables() {
		return this.source.filter(this.from::equals).isPresent() && this.sourceKey.equals(fromKey())
				&& !this.from.heirs() && !this.to.heirs();
	}

	/**
	 * The column of the view that shows what one of the target's is to hold.
	 */
	public Column inView(Column column) {
		return this.from.column(column.name()).orElseThrow();
	}

	/**
	 * The columns that apply writes: all but those that the target computes itself.
	 */
	public List<Column> written() {
		return shared().stream().filter((column) -> !column.generated()).toList();
	}

	/**
	 * The key as a list in SQL.
	 */
	public String key(String alias) {
		return Columns.of(this.key).list(alias);
	}

	/**
	 * The key as an array of text.
	 */
	public String keyText(String alias) {
		return Columns.of(this.key).texts(alias);
	}

	/**
	 * The columns that decide whether two rows of one key and version are the same: the
	 * content, and those of the key whose {@code =} is not identity.
	 */
	public List<Column> decisive() {
		return Stream.concat(this.key.stream().filter(Column::comparedAsText), this.content.stream()).toList();
	}

	/**
	 * A condition that is true where the decisive columns of two rows are not the same.
	 */
	public String contentDiffers(String one, String other) {
		if (decisive().isEmpty()) {
			return "false";
		}
		return compared(one) + " IS DISTINCT FROM " + compared(other);
	}

	/**
	 * The decisive columns of a row as they are compared, a row constructor.
	 */
	public String compared(String alias) {
		return decisive().stream()
			.map((column) -> column.compared(alias))
			.collect(Collectors.joining(", ", "ROW(", ")"));
	}

	/**
	 * The shared columns of a row {@code b} of the source, so that they can be compared
	 * with the target's: under the target's collations.
	 */
	public String inTargetCollations() {
		return shared().stream()
			.map((column) -> "b." + column.sql()
					+ (column.collation().isEmpty() ? "" : " COLLATE " + column.collation() + " AS " + column.sql()))
			.collect(Collectors.joining(", "));
	}

}
