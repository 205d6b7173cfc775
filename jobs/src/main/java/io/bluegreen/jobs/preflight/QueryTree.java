package io.bluegreen.jobs.preflight;

import java.util.HashMap;
import java.util.Map;

/**
 * The outermost query of a rewrite rule as the catalog writes it: nodes in braces, lists
 * in parentheses, a backslash before what is neither, fields begun by a colon, {@code <>}
 * for nothing.
 *
 * @param fields of a node by their names; values as they are written
 */
record QueryTree(Map<String, String> fields) {

	/** The first node in a text. */
	static QueryTree of(String text) {
		Map<String, String> fields = new HashMap<>();
		int node = text.indexOf('{');
		int depth = 0;
		int name = -1;
		int value = -1;
		for (int i = node; i >= 0 && i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				i++;
				continue;
			}
			boolean ends = depth == 1 && ((c == ':' && text.charAt(i - 1) == ' ') || c == '}');
			if (ends && name >= 0) {
				fields.put(text.substring(name, value), text.substring(value, i).strip());
			}
			if (ends) {
				name = i + 1;
				value = text.indexOf(' ', i);
			}
			depth += (c == '{' || c == '(') ? 1 : (c == '}' || c == ')') ? -1 : 0;
			if (depth == 0) {
				break;
			}
		}
		return new QueryTree(fields);
	}

	/** Whether a field has something in it. */
	boolean has(String field) {
		String value = this.fields.getOrDefault(field, "<>");
		return !value.equals("<>") && !value.equals("false") && !value.equals("0");
	}

	/** The node in a field. */
	QueryTree node(String field) {
		return of(this.fields.getOrDefault(field, ""));
	}

}
