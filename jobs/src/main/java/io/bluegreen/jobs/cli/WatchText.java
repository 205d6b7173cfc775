package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.bluegreen.jobs.status.Status;

/**
 * A table's status as lines of a screen, and as one line of a log.
 */
record WatchText(Status.Table table) {

	private static final int WIDEST = 40;

	/** What the columns beside the bar take: state, per cent, rate and remaining time. */
	private static final int BESIDE = 48;

	/**
	 * Lines of a screen: how far it is, then what somebody should know.
	 * @param name width of the names' column
	 * @param columns that a line may take
	 */
	Stream<String> lines(int name, int columns) {
		int width = Math.max(0, Math.min(WIDEST, columns - name - BESIDE));
		int filled = (int) Math.floor(share() * width);
		String bar = (width < 5) ? "" : "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
		String head = ("%-" + name + "s  %-8s  %s%3.0f%%  %s").formatted(this.table.table(), this.table.state(), bar,
				Math.floor(share() * 100), pace());
		return Stream
			.of(Stream.of(head), said("held back: ", this.table.throttle()), Stream.of("  verdict: " + verdict()),
					this.table.warnings().stream().map((warning) -> "  " + warning), Stream.of(""))
			.flatMap((lines) -> lines);
	}

	/** A line of a log. */
	String line() {
		return Stream
			.of(Stream.of("%s: %s, %d of %d chunks, %s".formatted(this.table.table(), this.table.state(), finished(),
					all(), pace().strip())), said("held back: ", this.table.throttle()),
					Stream.of("verdict: " + verdict()), this.table.warnings().stream())
			.flatMap((parts) -> parts)
			.map(String::strip)
			.reduce((one, other) -> one + "; " + other)
			.orElse("");
	}

	/** What makes a new line worth it: not what only the clock has moved. */
	List<Object> gist() {
		return List.of(this.table.table(), this.table.plan(), this.table.state(), this.table.chunks(),
				this.table.throttle().replaceAll("[0-9.]+", ""), this.table.verdict(), this.table.warnings());
	}

	private static Stream<String> said(String head, String text) {
		return text.isEmpty() ? Stream.empty() : Stream.of("  " + head + text);
	}

	private String pace() {
		String failed = (count("failed") == 0) ? "" : "%,d chunks failed  ".formatted(count("failed"));
		if (this.table.rowsPerSecond() == 0 || !this.table.state().equals("open")) {
			return failed;
		}
		long left = Math.round(this.table.etaSeconds());
		return failed + String.format(Locale.ROOT, "%,.0f rows/s  %d:%02d:%02d left", this.table.rowsPerSecond(),
				left / 3600, left / 60 % 60, left % 60);
	}

	private String verdict() {
		Map<String, String> verdict = this.table.verdict();
		return verdict.isEmpty() ? "never verified"
				: verdict.get("answer") + " " + verdict.getOrDefault("finishedAt", "").replaceFirst("[.].*", "");
	}

	private double share() {
		return (all() == 0) ? 0 : finished() / (double) all();
	}

	private long finished() {
		return count("done") + count("failed");
	}

	private long all() {
		return this.table.chunks().values().stream().mapToLong(Long::longValue).sum();
	}

	private long count(String state) {
		return this.table.chunks().getOrDefault(state, 0L);
	}

}
