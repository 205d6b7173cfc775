package io.bluegreen.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page of the documentation, of which tests run what it shows.
 */
public record Markdown(String text) {

	/**
	 * Reads a page.
	 * @param file below the root of the checkout
	 */
	public static Markdown read(String file) throws IOException {
		return new Markdown(Files.readString(Path.of("..", file)));
	}

	/** What stands below a heading of the second level. */
	public Markdown section(String heading) {
		return new Markdown(groups("(?s)\n## " + Pattern.quote(heading) + "\n(.*?)(?=\n## |\\z)").get(0));
	}

	/** The indented blocks, without their indent. */
	public List<String> blocks() {
		return groups("(?<=\n\n)((?: {4}.*\n+)+)").stream()
			.map((block) -> block.stripTrailing().replaceAll("(?m)^ {4}", "") + "\n")
			.toList();
	}

	/** What the first group of a pattern matches, each time that it does. */
	public List<String> groups(String pattern) {
		return Pattern.compile(pattern)
			.matcher(this.text)
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
	}

}
