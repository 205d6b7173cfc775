package io.bluegreen.catalog;

import java.util.List;

/**
 * A column of a table or view.
 *
 * @param name as the catalog has it
 * @param sql quoted where SQL needs it
 * @param type with its modifier, as {@code format_type} gives it
 * @param collation quoted and qualified; empty where the type has none
 * @param notNull whether a constraint forbids NULL (never so for a view's column)
 * @param generated whether the server computes it, so that it can be compared but not
 * written
 * @param comparedAsText whether the type's {@code =} is not identity, or has no 64-bit
 * hash, so that the text is compared
 * @param bytes what is hashed, a template whose {@code %s} is the value: bytes that
 * determine the value, or the value where the server's hash covers every byte of it
 * @param loose the types inside this one whose {@code =} is a little wider than the text,
 * which is kept on purpose (1.0 and 1.00)
 * @param sentAsText whether the binary form of a value carries what has another number in
 * another database, or is not there
 * @param textIsValue whether the text of a value, as the pinned settings show it, is read
 * back as that value on any server
 * @param shape the type as two databases can agree on: an enum is an enum, in whatever
 * schema, and a composite type is its fields
 * @param order what decides the order of values beside the type: collation with its
 * version, labels of an enum; empty where nothing does
 */
public record Column(String name, String sql, String type, String collation, boolean notNull, boolean generated,
		boolean comparedAsText, String bytes, List<String> loose, boolean sentAsText, boolean textIsValue, String shape,
		String order) {

	/**
	 * The expression that decides whether two values of this column are the same: byte by
	 * byte where it is text, whatever the collations of both sides.
	 * @param alias of the relation that the column is read from
	 */
	public String compared(String alias) {
		String value = alias + "." + this.sql;
		return this.comparedAsText ? hashed(alias)
				: this.collation.isEmpty() ? value : value + " COLLATE pg_catalog.\"C\"";
	}

	/**
	 * The expression whose hash stands for a value of this column. The server's own
	 * hashes are made for joins, where a collision costs a look: most of them fold values
	 * that differ (bigint -1 and 4294967295, the sign of a number in jsonb), whatever the
	 * seed.
	 * @param alias as in {@link #compared}
	 */
	public String hashed(String alias) {
		return this.bytes.replace("%s", alias + "." + this.sql);
	}

	/** The same column, where it is known from elsewhere that it holds no NULL. */
	public Column asNotNull() {
		return this.notNull ? this : new Column(this.name, this.sql, this.type, this.collation, true, this.generated,
				this.comparedAsText, this.bytes, this.loose, this.sentAsText, this.textIsValue, this.shape, this.order);
	}

	/**
	 * The parameter that takes a value of this column as text.
	 * @param text an expression of type text, a bind variable for example
	 */
	public String fromText(String text) {
		return "(" + text + ")::text::" + this.type;
	}

	/**
	 * A column of this name, type and collation, made of text.
	 * @param text as in {@link #fromText}
	 */
	public String restored(String text) {
		return "%s%s AS %s".formatted(fromText(text), this.collation.isEmpty() ? "" : " COLLATE " + this.collation,
				this.sql);
	}

}
