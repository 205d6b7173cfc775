package io.bluegreen.catalog;

import java.util.List;

/**
 * Columns as the catalog of a server describes them.
 */
public final class SampleColumns {

	private static final String TEXT_BYTES = "%s::text COLLATE pg_catalog.\"C\"";

	private static final String DEFAULT = "pg_catalog.\"default\"";

	private SampleColumns() {
	}

	/** A column that is compared and hashed by its eight bytes. */
	public static Column bigint(String name) {
		return new Column(name, name, "bigint", "", true, false, false, "int8send(%s)", List.of(), false, true,
				"bigint", "");
	}

	/** A column that Green computes. */
	public static Column generated(String name) {
		return new Column(name, name, "bigint", "", false, true, false, "int8send(%s)", List.of(), false, true,
				"bigint", "");
	}

	/** A column of text under the collation of the database. */
	public static Column text(String name) {
		return text(name, DEFAULT);
	}

	/** A column of text under a collation that is deterministic. */
	public static Column text(String name, String collation) {
		return new Column(name, name, "text", collation, true, false, false, "%s COLLATE pg_catalog.\"C\"", List.of(),
				false, true, "text", collation);
	}

	/** A column of an extension's type, whose {@code =} ignores case. */
	public static Column citext(String name) {
		return new Column(name, name, "public.citext", DEFAULT, true, false, true, TEXT_BYTES, List.of(), true, true,
				"citext", "");
	}

	/** A column without a collation whose {@code =} takes a month for thirty days. */
	public static Column interval(String name) {
		return new Column(name, name, "interval", "", false, false, true, TEXT_BYTES, List.of(), false, true,
				"interval", "");
	}

	/** A column whose name must be quoted, and whose type has a modifier. */
	public static Column quotedNumeric(String name) {
		return new Column(name, "\"" + name + "\"", "numeric(12,2)", "", false, false, false,
				"numeric_send(trim_scale(%s))", List.of("numeric"), false, true, "numeric(12,2)", "");
	}

}
