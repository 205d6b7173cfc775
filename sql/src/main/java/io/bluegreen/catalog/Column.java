package io.bluegreen.catalog;

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
 */
public record Column(String name, String sql, String type, String collation, boolean notNull, boolean generated,
		boolean comparedAsText) {

	/**
	 * The expression that decides whether two values of this column are the same.
	 * @param alias of the relation that the column is read from
	 */
	public String compared(String alias) {
		String value = alias + "." + this.sql;
		return this.comparedAsText ? value + "::text" : value;
	}

	/**
	 * The parameter that takes a value of this column as text.
	 * @param text an expression of type text, a bind variable for example
	 */
	public String fromText(String text) {
		return "(" + text + ")::text::" + this.type;
	}

}
