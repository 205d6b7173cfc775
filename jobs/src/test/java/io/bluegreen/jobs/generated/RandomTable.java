package io.bluegreen.jobs.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.legacy.Where;

/**
 * A table in Blue, its view, and the table in Green: all that a seed stands for, as data.
 *
 * @param seed gives the same table again
 * @param key its columns, in the order of the key
 * @param content the other columns
 * @param primary whether the key is a primary key, or a UNIQUE constraint beside none
 * @param unique a column that is UNIQUE beside the key
 * @param rows how many are drawn for Blue; those whose key is there already fall away
 * @param child whether Blue's rows lie partly in a table that inherits
 * @param blue the sides' statements around all that
 */
record RandomTable(long seed, String blueName, String greenName, List<RandomColumn> key, List<RandomColumn> content,
		List<RandomColumn> blueOrder, List<RandomColumn> greenOrder, int versionPlace, boolean primary,
		@Nullable RandomColumn unique, int rows, boolean child, Partitioning blue, Partitioning green) {

	/** Its name under {@code tables:}. */
	String name() {
		return "t" + this.seed;
	}

	String blueTable() {
		return "old." + Names.quoted(this.blueName);
	}

	String childTable() {
		return "old." + Names.quoted("child_" + this.seed);
	}

	String greenTable() {
		return "new." + Names.quoted(this.greenName);
	}

	List<RandomColumn> columns() {
		return Stream.concat(this.key.stream(), this.content.stream()).toList();
	}

	/** Columns that an INSERT gives values for, on both sides. */
	List<RandomColumn> written() {
		return columns().stream().filter(RandomColumn::isWritten).toList();
	}

	/** Blue's table, without a version. */
	List<String> createBlue() {
		List<String> definitions = new ArrayList<>(this.blueOrder.stream()
			.filter((column) -> !column.isOnlyInGreen())
			.map(RandomColumn::blueDefinition)
			.toList());
		definitions.add(keyConstraint(true));
		if (this.unique != null) {
			definitions.add("UNIQUE (" + Names.quoted(this.unique.inBlue()) + ")");
		}
		List<String> statements = new ArrayList<>(
				this.blue.create(blueTable(), definitions, blueKey(), "old.part_" + this.seed));
		if (this.child) {
			statements
				.add("CREATE TABLE " + childTable() + " (" + keyConstraint(true) + ") INHERITS (" + blueTable() + ")");
		}
		return statements;
	}

	/** The view, once Blue's table has its version. */
	String createView(Where where) {
		List<String> shown = new ArrayList<>(this.greenOrder.stream().map((column) -> column.shown(where)).toList());
		shown.add(this.versionPlace, "row_version");
		return "CREATE VIEW old.view_" + this.seed + " AS SELECT " + String.join(", ", shown) + " FROM " + blueTable();
	}

	List<String> createGreen() {
		List<String> definitions = new ArrayList<>(
				this.greenOrder.stream().map(RandomColumn::greenDefinition).toList());
		definitions.add(this.versionPlace, "row_version bigint");
		definitions.add(keyConstraint(false));
		if (this.unique != null) {
			definitions.add("UNIQUE (" + Names.quoted(this.unique.inGreen()) + ") DEFERRABLE");
		}
		return this.green.create(greenTable(), definitions, greenKey(), "new.part_" + this.seed);
	}

	/** What is configured under {@code tables:}. */
	String yaml() {
		boolean renamed = this.key.stream().anyMatch((column) -> !column.inBlue().equals(column.inGreen()));
		String sourceKey = (renamed || !this.primary) ? ", key: [" + yamlKey(true) + "]" : "";
		return "    " + name() + ":\n      from: old.view_" + this.seed + "\n      source: {table: "
				+ Names.yaml(blueTable()) + sourceKey + "}\n      to: " + Names.yaml(greenTable())
				+ (this.primary ? "" : "\n      key: [" + yamlKey(false) + "]") + "\n      version: row_version\n";
	}

	/** The key's names in Blue, quoted. */
	List<String> blueKey() {
		return this.key.stream().map((column) -> Names.quoted(column.inBlue())).toList();
	}

	/** The key's names in Green, quoted. */
	List<String> greenKey() {
		return this.key.stream().map((column) -> Names.quoted(column.inGreen())).toList();
	}

	private String keyConstraint(boolean inBlue) {
		return (this.primary ? "PRIMARY KEY (" : "UNIQUE (") + String.join(", ", inBlue ? blueKey() : greenKey()) + ")";
	}

	private String yamlKey(boolean inBlue) {
		return (inBlue ? blueKey() : greenKey()).stream().map(Names::yaml).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return Stream.of(createBlue(), List.of(createView(Where.ONE_DATABASE)), createGreen())
			.flatMap(List::stream)
			.collect(Collectors.joining(";\n", "", ";\n")) + yaml();
	}

}
