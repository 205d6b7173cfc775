package io.bluegreen.jobs.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;

/**
 * Mappings of three shapes, and what a comparison finds in them.
 */
final class Shapes {

	static final Column AMOUNT = column("Amount", "numeric(12,2)", "", false, "numeric_send(trim_scale(%s))",
			List.of("numeric"));

	static final Column REGION = column("region", "text", "pg_catalog.\"default\"", false,
			"%s COLLATE pg_catalog.\"C\"", List.of());

	static final Column EMAIL = column("email", "public.citext", "pg_catalog.\"default\"", true,
			"%s::text COLLATE pg_catalog.\"C\"", List.of());

	private static final Definition DEFINITION = new Definition("hash", "{}");

	private Shapes() {
	}

	static Column column(String name, String type, String collation, boolean comparedAsText, String bytes,
			List<String> loose) {
		String sql = name.equals(name.toLowerCase(Locale.ROOT)) ? name : "\"" + name + "\"";
		return new Column(name, sql, type, collation, true, false, comparedAsText, bytes, loose, false, true, type, "");
	}

	static Column bigint(String name) {
		return column(name, "bigint", "", false, "int8send(%s)", List.of());
	}

	/** Two tables with a single key and without a version. */
	static Mapping account() {
		return twoTables("account", List.of(bigint("id"), REGION, bigint("total")));
	}

	/** Two tables whose only key ignores case. */
	static Mapping member() {
		return twoTables("member", List.of(EMAIL, bigint("points")));
	}

	/** A view that renames the columns of a composite key, with a version. */
	static Mapping entry() {
		List<Column> columns = List.of(REGION, bigint("number"), bigint("row_version"), AMOUNT, EMAIL);
		List<Column> sourceKey = List.of(column("area", "text", "pg_catalog.\"default\"", false, "%s", List.of()),
				bigint("no"));
		return new Mapping("entry", new Relation(1, "blue.entry_as_green", "v", false, columns),
				Optional.of(new Relation(2, "blue.entry", "r", false, sourceKey)), sourceKey,
				new Relation(3, "green.entry", "r", false, columns), columns.subList(0, 2), Optional.of(columns.get(2)),
				columns.subList(3, 5), List.of(), DEFINITION);
	}

	/** What a statement about one of them is to be. */
	static String golden(String name) throws IOException {
		try (InputStream file = Shapes.class.getResourceAsStream("/golden/" + name)) {
			return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * A share of a group, as the ledger keeps it.
	 * @param group the word null for NULL; so of the sum
	 */
	static RangeResult.Group group(String side, String group, long rows, String sum) {
		return JsonMapper.builder()
			.build()
			.readValue("{\"side\": \"%s\", \"group\": [%s], \"rows\": %d, \"sums\": [%s]}".formatted(side, json(group),
					rows, json(sum)), RangeResult.Group.class);
	}

	private static String json(String value) {
		return value.equals("null") ? value : "\"" + value + "\"";
	}

	private static Mapping twoTables(String name, List<Column> columns) {
		Relation blue = new Relation(1, "blue." + name, "r", false, columns);
		List<Column> key = columns.subList(0, 1);
		return new Mapping(name, blue, Optional.of(blue), key, new Relation(2, "green." + name, "r", false, columns),
				key, Optional.empty(), columns.subList(1, columns.size()), List.of(), DEFINITION);
	}

}
