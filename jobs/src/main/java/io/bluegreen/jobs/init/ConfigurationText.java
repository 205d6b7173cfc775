package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the configuration down.
 */
final class ConfigurationText {

	/** What YAML takes for something else than a name. */
	private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

	private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint", "numeric");

	private ConfigurationText() {
	}

	static String of(Sketch sketch) {
		List<String> lines = new ArrayList<>();
		lines.add("# %s to %s, drafted. Where the databases are comes from the environment (BLUEGREEN_BLUE_URL, ..),"
			.formatted(oneLine(sketch.blue().sql()), oneLine(sketch.green().sql())));
		lines.add("# or stands here as `blue: {url: .., username: ..}`.");
		lines.add("bluegreen:");
		lines.add("  # jobs-role: the role of the jobs, which migrate grants what they need");
		lines.add("  # These tables have migrations of their own elsewhere.");
		lines.add("  migrations: {blue: none, green: none, post-data: none, contract: none}");
		lines.add("  tables:");
		entry(sketch).forEach((line) -> lines.add("    " + line));
		return String.join("\n", lines) + "\n";
	}

	/** The table's own lines, its name first. */
	static List<String> entry(Sketch sketch) {
		List<String> lines = new ArrayList<>();
		lines.add(scalar(name(sketch)) + ":");
		table(sketch).forEach((line) -> lines.add("  " + line));
		return lines;
	}

	private static List<String> table(Sketch sketch) {
		List<String> lines = new ArrayList<>();
		KeyPair key = sketch.key();
		lines.add("from: " + scalar(sketch.blue().view()));
		lines.add("source: {table: %s%s}".formatted(scalar(sketch.blue().sql()),
				key.named() ? ", key: " + list(key.blue()) : ""));
		lines.add("to: " + scalar(sketch.green().sql()));
		lines.add("key: " + list(key.green()));
		sketch.version()
			.ifPresentOrElse((version) -> lines.add("version: " + scalar(version)),
					() -> lines.addAll(withoutVersion(sketch)));
		if (!sketch.ignored().isEmpty()) {
			lines.add("# Only Green has them and fills them itself: not written, not compared.");
			lines.add("ignore: " + list(sketch.ignored()));
		}
		lines.addAll(totals(sketch));
		return lines;
	}

	private static List<String> withoutVersion(Sketch sketch) {
		return List.of(
				"# Green has no row_version, so nothing tells a newer row from an older one: backfill inserts what is missing",
				"# and overwrites nothing, reconcile is refused, and what changes meanwhile only a full verify finds. Better:",
				"# ALTER TABLE %s ADD COLUMN row_version bigint NOT NULL DEFAULT 0; then draft again."
					.formatted(oneLine(sketch.green().sql())),
				"overwrite: blue-wins");
	}

	private static List<String> totals(Sketch sketch) {
		List<Attribute> shared = sketch.columns().stream().map(Sketch.Column::green).toList();
		List<Attribute> groups = shared.stream()
			.filter((attribute) -> Set.of("currency", "status").contains(attribute.name()))
			.toList();
		List<Attribute> sums = shared.stream()
			.filter((attribute) -> attribute.name().startsWith("amount") && NUMBERS.contains(attribute.type().plain()))
			.toList();
		return sums.isEmpty() ? List.of() : List.of("# Money totals of both sides in the verdict:",
				"# totals: {group-by: %s, sum: %s}".formatted(list(groups), list(sums)));
	}

	private static String name(Sketch sketch) {
		String sql = sketch.green().sql();
		String name = sql.substring(sql.indexOf('.') + 1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
		String trimmed = name.replaceAll("^_|_$", "");
		return trimmed.isEmpty() ? "table" : trimmed;
	}

	private static String list(List<Attribute> attributes) {
		return attributes.stream()
			.map(Attribute::sql)
			.map(ConfigurationText::scalar)
			.collect(Collectors.joining(", ", "[", "]"));
	}

	/** A string of YAML in which Spring sees no placeholder. */
	private static String scalar(String value) {
		if (value.matches("[a-z_][a-z0-9_.]*") && !WORDS.contains(value)) {
			return value;
		}
		return "\"" + value.replace("${", "\\${")
			.replace("\\", "\\\\")
			.replace("\"", "\\\"")
			.replace("\n", "\\n")
			.replace("\r", "\\r") + "\"";
	}

	private static String oneLine(String name) {
		return name.replaceAll("\\R", " ");
	}

}
