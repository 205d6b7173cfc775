package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the view down.
 */
final class ViewText {

	private ViewText() {
	}

	static String of(Sketch sketch) {
		StringBuilder text = new StringBuilder(head(sketch));
		text.append("CREATE VIEW %s AS\nSELECT\n".formatted(sketch.blue().view()));
		text.append(sketch.columns().stream().map(ViewText::column).collect(Collectors.joining(",\n")));
		text.append("\nFROM %s b;\n".formatted(sketch.blue().sql()));
		if (!sketch.left().isEmpty()) {
			text.append(comment("", "Only Blue has, and they stay behind: "
					+ String.join(", ", sketch.left().stream().map(Attribute::sql).toList())));
		}
		return text.toString();
	}

	private static String head(Sketch sketch) {
		String blue = sketch.blue().sql();
		String quoted = blue.contains("\"") ? "'" + blue + "'" : blue;
		int reviews = sketch.allReviews().size();
		List<String> lines = new ArrayList<>();
		lines.add("The mapping of %s to %s, drafted. %s".formatted(blue, sketch.green().sql(), (reviews == 0)
				? "Nothing to review." : "To review: %d, each marked at its column or below.".formatted(reviews)));
		lines.add("With the configuration in place, run in this order:");
		if (sketch.version().isPresent()) {
			lines.add("  bluegreen track %s   (as its owner; it gives the table %s, which the view reads)"
				.formatted(quoted, sketch.version().get()));
		}
		lines.add("  this file   (as the owner of %s)".formatted(blue));
		lines.add("  bluegreen migrate   (as the owner of both tables)");
		lines.add("  bluegreen backfill");
		lines.add("  bluegreen verify");
		sketch.reviews().forEach((review) -> lines.add("REVIEW: " + review));
		return lines.stream().map((line) -> comment("", line)).collect(Collectors.joining());
	}

	private static String column(Sketch.Column column) {
		String expression = column.expression().sql();
		String name = column.green().sql();
		String reviews = column.expression()
			.reviews()
			.stream()
			.map((review) -> comment("    ", "REVIEW: " + review))
			.collect(Collectors.joining());
		return reviews + "    " + (expression.equals("b." + name) ? expression : expression + " AS " + name);
	}

	/** A name may contain the end of a line. */
	private static String comment(String indent, String words) {
		return indent + "-- " + words.replaceAll("\\R", " ") + "\n";
	}

}
