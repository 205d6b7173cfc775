package io.bluegreen.jobs.status;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The status in columns, what somebody has to look at below them.
 */
public final class StatusText {

	private StatusText() {
	}

	public static String of(Status.Answer answer) {
		TextTable text = new TextTable("TABLE", "#PLAN", "STATE", "#DONE", "#FAILED", "#ROWS/S", "#LEFT", "#QUEUED",
				"#LAG", "#LOG", "VERDICT");
		answer.tables().forEach((table) -> {
			Map<String, Long> chunks = table.chunks();
			long all = chunks.values().stream().mapToLong(Long::longValue).sum();
			text.row(table.table(), (table.plan() == 0) ? "-" : table.plan(), table.state(),
					"%,d/%,d".formatted(chunks.getOrDefault("done", 0L), all), chunks.getOrDefault("failed", 0L),
					"%,.0f".formatted(table.rowsPerSecond()),
					seconds((table.etaSeconds() == 0) ? null : table.etaSeconds()), table.queuedKeys(),
					seconds(table.lagSeconds()), log(table.changeLog()), verdict(table.verdict()));
		});
		Stream<String> below = answer.tables()
			.stream()
			.flatMap((table) -> Stream.concat(throttle(table), table.warnings().stream()));
		Stream<String> instances = answer.instances().stream().map(Instance::line);
		return String.join("\n", Stream.of(text.lines().stream(), below, instances).flatMap((lines) -> lines).toList());
	}

	private static Stream<String> throttle(Status.Table table) {
		return table.throttle().isEmpty() ? Stream.empty()
				: Stream
					.of("%1$s: held back: %2$s; `bluegreen resume %1$s` and `bluegreen set KNOB=VALUE %1$s` change it"
						.formatted(table.table(), table.throttle()));
	}

	private static String verdict(Map<String, String> verdict) {
		String at = verdict.getOrDefault("finishedAt", "");
		return verdict.isEmpty() ? "never verified"
				: verdict.get("answer") + " " + at.substring(0, Math.min(19, at.length()));
	}

	/** Rows of Blue's change log. */
	private static String log(Map<String, String> log) {
		return log.containsKey("rows") ? "%,d".formatted(Long.valueOf(log.get("rows"))) : "-";
	}

	private static String seconds(@Nullable Double seconds) {
		return (seconds == null) ? "-" : String.format(Locale.ROOT, "%,.0fs", seconds);
	}

}
