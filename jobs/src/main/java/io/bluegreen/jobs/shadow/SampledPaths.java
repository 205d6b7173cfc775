package io.bluegreen.jobs.shadow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Paths of rows that were chosen at random.
 */
record SampledPaths(Databases databases, Mapping mapping) {

	private static final Pattern HOLE = Pattern.compile("\\{([^{}]*)}");

	/** Some of the table's pages, so that a large one is not read as a whole. */
	private static final SqlTemplate SAMPLE = SqlTemplate.of("""
			SELECT {key} AS key FROM {table} t TABLESAMPLE SYSTEM ({percent}) ORDER BY random() LIMIT :limit
			""");

	private static final int ROWS_FOR_EACH = 50;

	/**
	 * So many paths, or as many as there are rows.
	 * @throws RefusedException if the path names what is no key column
	 */
	List<String> take(String path, int limit) {
		List<String> names = this.mapping.key().stream().map(Column::name).toList();
		HOLE.matcher(path)
			.results()
			.map((hole) -> hole.group(1))
			.filter((name) -> !names.contains(name))
			.findFirst()
			.ifPresent((name) -> {
				throw new RefusedException("--path: {%s} is no key column of %s".formatted(name, this.mapping.table()),
						"name its key columns in braces: " + names);
			});
		boolean ofSource = this.mapping.source().isPresent();
		Side side = ofSource ? this.databases.source() : this.databases.target();
		Relation table = this.mapping.source().orElse(this.mapping.to());
		List<Column> key = ofSource ? this.mapping.sourceKey() : this.mapping.key();
		return side.in(() -> side.client()
			.sql(SAMPLE.with("key", Columns.of(key).texts("t"))
				.with("table", table.sql())
				.with("percent", percent(side, table, limit))
				.sql())
			.param("limit", limit)
			.query((row, i) -> filled(path, names, TextArray.of(row, "key")))
			.list());
	}

	private static String percent(Side side, Relation table, int limit) {
		return side.client()
			.sql("SELECT least(100, 100.0 * :rows / greatest(reltuples, 1))::text FROM pg_class WHERE oid = :oid")
			.param("rows", (long) limit * ROWS_FOR_EACH)
			.param("oid", table.oid())
			.query(String.class)
			.single();
	}

	private static String filled(String path, List<String> names, List<String> key) {
		return HOLE.matcher(path)
			.replaceAll((hole) -> Matcher
				.quoteReplacement(URLEncoder.encode(key.get(names.indexOf(hole.group(1))), StandardCharsets.UTF_8)
					.replace("+", "%20")));
	}

}
