package io.bluegreen.jobs.preflight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a rewrite rule as the catalog writes it: nodes in braces, lists in
 * parentheses, a backslash before what is neither, fields begun by a colon, {@code <>}
 * for nothing.
 *
 * @param kind of the node; empty for what is none
 * @param fields of a node by their names; values as they are written
 */
record QueryTree(String kind, Map<String, String> fields) {

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
			// The value of a field may begin like a name: a column called ":resno".
			boolean begins = c == ':' && text.charAt(i - 1) == ' ' && i != value + 1;
			boolean ends = depth == 1 && (begins || c == '}');
			if (ends && name >= 0) {
				fields.put(text.substring(name, value), text.substring(value, i).strip());
			}
			if (ends) {
				name = i + 1;
				value = text.indexOf(' ', i);
			}
			depth += step(c);
			if (depth == 0) {
				break;
			}
		}
		return new QueryTree((node < 0) ? "" : text.substring(node + 1).split("[ }]", 2)[0], fields);
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

	/** The whole number in a field; -1 where there is none. */
	long number(String field) {
		return Long.parseLong(this.fields.getOrDefault(field, "-1"));
	}

	/** The elements of the list in a field; without a kind where one is no node. */
	List<QueryTree> list(String field) {
		String text = this.fields.getOrDefault(field, "");
		List<QueryTree> elements = new ArrayList<>();
		int depth = 0;
		int element = 1;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				i++;
				continue;
			}
			depth += step(c);
			boolean ends = depth == 0 || (depth == 1 && (c == ' ' || c == '}'));
			if (ends && i >= element) {
				String written = text.substring(element, (c == '}') ? i + 1 : i).strip();
				if (!written.isEmpty()) {
					elements.add(of(written));
				}
				element = i + 1;
			}
		}
		return elements;
	}

	private static int step(char c) {
		return (c == '{' || c == '(') ? 1 : (c == '}' || c == ')') ? -1 : 0;
	}

}
