package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.bluegreen.manifests.Tool;

/**
 * The meters of docs/metrics.md, which tests of the programs hold to what they export.
 *
 * @param patterns one for each name
 */
record MeterPage(List<Pattern> patterns) {

	private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\|", Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("([a-z_*]+)(\\{[^}]*})?");

	/** One of a library's, which the page does not name one by one. */
	private static final String LIKE = "hikaricp_connections";

	static MeterPage read() throws IOException {
		List<Pattern> patterns = new ArrayList<>();
		ROW.matcher(Files.readString(Tool.HOME.resolve("docs/metrics.md")))
			.results()
			.map((row) -> row.group(1))
			.forEach((cell) -> addAll(cell, patterns));
		return new MeterPage(patterns);
	}

	/** A name that begins with an underscore stands for the end of the one before. */
	private static void addAll(String cell, List<Pattern> patterns) {
		String first = "";
		for (String quoted : Pattern.compile("`([^`]+)`")
			.matcher(cell)
			.results()
			.map((part) -> part.group(1))
			.toList()) {
			for (MatchResult name : NAME.matcher(quoted.replaceAll("\\{[^}]*}", "")).results().toList()) {
				String text = name.group(1);
				if (text.startsWith("_")) {
					text = first.replaceAll("_[a-z]+$", "") + text;
				}
				else {
					first = text;
				}
				patterns.add(Pattern.compile(text.equals(LIKE) ? LIKE + "\\w*" : text.replace("*", "\\w+")));
			}
		}
	}

	boolean has(String meter) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher(meter).matches());
	}

}
