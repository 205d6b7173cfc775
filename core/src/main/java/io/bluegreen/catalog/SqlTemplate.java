package io.bluegreen.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL with named holes for what cannot be bound: relations, lists of columns,
 * expressions. A hole is a name in braces; {@code '{}'} is none.
 *
 * @param text with holes
 * @param parts by the names of the holes
 */
public record SqlTemplate(String text, Map<String, String> parts) {

	private static final Pattern HOLE = Pattern.compile("\\{([a-z][a-zA-Z]*)}");

	public static SqlTemplate of(String text) {
		return new SqlTemplate(text, Map.of());
	}

	/** The same with a hole that has something to be put in, wherever it occurs. */
	public SqlTemplate with(String hole, String sql) {
		Map<String, String> more = new LinkedHashMap<>(this.parts);
		more.put(hole, sql);
		return new SqlTemplate(this.text, more);
	}

	/**
	 * The statement.
	 * @throws IllegalStateException if a hole is open, or something has no hole
	 */
	public String sql() {
		Matcher holes = HOLE.matcher(this.text);
		Set<String> names = holes.results().map((hole) -> hole.group(1)).collect(Collectors.toCollection(TreeSet::new));
		if (!names.equals(this.parts.keySet())) {
			throw new IllegalStateException(
					"The holes %s are filled with %s: %s".formatted(names, this.parts.keySet(), this.text));
		}
		return holes.reset().replaceAll((hole) -> Matcher.quoteReplacement(part(hole)));
	}

	/** What is put in is not looked through for holes: a name may look like one. */
	private String part(MatchResult hole) {
		return String.valueOf(this.parts.get(hole.group(1)));
	}

}
