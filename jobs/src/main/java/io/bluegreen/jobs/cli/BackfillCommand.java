package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.backfill.Backfill;
import io.bluegreen.jobs.backfill.BackfillAnswer;
import io.bluegreen.jobs.backfill.DryRun;
import io.bluegreen.jobs.backfill.DryRunAnswer;

/**
 * {@code bluegreen backfill}.
 */
@Command(name = "backfill",
		description = "Copies history into Green. Interrupted, the same command goes on; several at once share the work.")
class BackfillCommand extends WorkCommand {

	@Option(names = "--workers", paramLabel = "N", description = "connections that write (default: 2)")
	@Nullable Integer workers;

	@Option(names = "--chunk-rows", paramLabel = "N",
			description = "rows of a chunk, when planning (default: 25000, fewer where rows are wide)")
	@Nullable Integer chunkRows;

	@Option(names = "--max-rows-per-second", paramLabel = "N",
			description = "for all processes of a plan together, also of one that is open, while any works on it (default: none)")
	@Nullable Integer maxRowsPerSecond;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for another run that plans or reconciles (default: 60s)")
	@Nullable String wait;

	@Option(names = "--dry-run", description = "writes nothing: tries one chunk, and predicts rows, time and WAL")
	boolean dryRun;

	@Option(names = "--new", description = "starts over with a new plan")
	boolean startOver;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.workers", this.workers);
		settings.put("bluegreen.chunk-rows", this.chunkRows);
		settings.put("bluegreen.max-rows-per-second", this.maxRowsPerSecond);
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		if (this.dryRun) {
			return predict(context.getBean(DryRun.class));
		}
		Backfill backfill = context.getBean(Backfill.class);
		BackfillAnswer answer;
		try (ProgressDisplay display = progress(context, "backfill")) {
			answer = backfill.run(this.tables, this.startOver, listener(display));
		}
		String text = BackfillText.of(answer);
		output().answer(answer, text);
		output().next(text, NextStep.after(answer));
		return answer.isComplete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
	}

	private ExitCode predict(DryRun dryRun) {
		DryRunAnswer answer = dryRun.run(this.tables, this.startOver);
		DryRunText text = new DryRunText(answer);
		output().answer(answer, text.sentences());
		output().next(text.next("bluegreen backfill" + asTyped()));
		return answer.foreseesFailure() ? ExitCode.INCOMPLETE : ExitCode.DONE;
	}

	/** All that tells what is done, so that it is what was predicted. */
	private String asTyped() {
		Stream<String> options = Objects.requireNonNull(this.spec)
			.commandLine()
			.getParseResult()
			.matchedOptions()
			.stream()
			.filter((option) -> !List.of("--dry-run", "--output", "--verbose").contains(option.longestName()))
			.map((option) -> option.typeInfo().isBoolean() ? option.longestName()
					: option.longestName() + "=" + String.join(",", option.originalStringValues()));
		return Stream.concat(this.tables.stream(), options).map((word) -> " " + word).collect(Collectors.joining());
	}

}
