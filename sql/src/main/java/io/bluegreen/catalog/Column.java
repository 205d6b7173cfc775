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
 * @param loose the types inside this one whose {@code =} is a little wider than the text,
 * which is kept on purpose (1.0 and 1.00)
 * @param sentAsText whether the binary form of a value carries what has another number in
 * another database, or is not there
 * @param shape the type as two databases can agree on: an enum is an enum, in whatever
 * schema
 * @param order what decides the order of values beside the type: collation with its
 * version, labels of an enum; empty where nothing does
 */
public record Column(String name, String sql, String type, String collation, boolean notNull, boolean generated,
		boolean comparedAsText, List<String> loose, boolean sentAsText, String shape, String order) {

	/**
	 * The expression that decides whether two values of this column are the same: byte by
	 * byte where it is text, whatever the collations of both sides.
	 * @param alias of the relation that the column is read from
	 */
	public String compared(String alias) {
		String value = alias + "." + this.sql;
		String text = this.comparedAsText ? value + "::text" : value;
		return (this.comparedAsText || !this.collation.isEmpty()) ? text + " COLLATE pg_catalog.\"C\"" : text;
	}

	/**
	 * The expressions whose hash stands for a value of this column: the server gives NaN
	 * and both infinities of numeric the same one, so the text without its digits goes
	 * beside it; and arrays of another shape, so their bounds do too.
	 * @param alias as in {@link #compared}
	 */
	public List<String> hashed(String alias) {
		String compared = compared(alias);
		if (this.comparedAsText || !this.loose.contains("numeric")) {
			return List.of(compared);
		}
		String value = alias + "." + this.sql;
		String signs = "translate(" + value + "::text, '0123456789.', '')";
		return this.shape.endsWith("[]") ? List.of(compared, signs, "array_dims(" + value + ")")
				: List.of(compared, signs);
	}

	/**
	 * The parameter that takes a value of this column as text.
	 * @param text an expression of type text, a bind variable for example
	 */
	public String fromText(String text) {
		return "(" + text + ")::text::" + this.type;
	}

}
