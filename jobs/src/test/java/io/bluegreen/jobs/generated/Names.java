package io.bluegreen.jobs.generated;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names as people give them, none of them twice.
 */
final class Names {

	private static final List<String> ODD = List.of("select", "order", "user", "table", "from", "to", "group", "end",
			"Mixed Case", "UPPER", " blank ", "it's", "say \"so\"", ":a", "a::text", "?", "a?b", "{x}", "%s", "%1$s",
			"${x}", "#{x}", "$1", "$$", "a\\b", "--", "/* x", ";", ",", "(", "a.b", "1st", "gr\u00f6\u00dfe",
			"\u540d\u524d", "\ud83d\udcb6", "\u00df\u0130", "\t",
			// What the program itself calls things.
			"b", "g", "h", "s", "d", "v", "key", "keys", "k0", "key0", "from0", "kind", "columns", "version", "gone",
			"xid", "key_version", "key_gone", "side", "pair", "n", "hash", "excluded", "old", "new", "money", "sums",
			"plan", "written", "row", "source", "l", "l0", "text", "name", "value", "new_1", "drawn", "named", "tg_op",
			"old_version");

	private final Draw draw;

	private final Set<String> taken = new HashSet<>(Set.of("row_version"));

	Names(Draw draw) {
		this.draw = draw;
	}

	/** A name, not quoted. */
	String next() {
		String name;
		do {
			name = switch (this.draw.below(10)) {
				case 0, 1, 2, 3 -> this.draw.pick(ODD);
				case 4 -> this.draw.pick(ODD) + this.draw.pick(ODD);
				case 5 -> this.draw.letters(63);
				default -> this.draw.letters(1 + this.draw.below(8)).toLowerCase(Locale.ROOT);
			};
		}
		while (!this.taken.add(name));
		return name;
	}

	/** The same name as on the other side, if it is free here. */
	String take(String name) {
		return this.taken.add(name) ? name : next();
	}

	static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	static String literal(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

	/** Within double quotes YAML reads what JSON writes. */
	static String yaml(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"';
	}

}
