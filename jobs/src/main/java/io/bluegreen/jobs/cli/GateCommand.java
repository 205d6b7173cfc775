package io.bluegreen.jobs.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.gate.Gate;
import io.bluegreen.jobs.gate.GateAnswer;
import io.bluegreen.jobs.gate.Stage;

/**
 * {@code bluegreen gate}.
 */
@Command(name = "gate",
		description = "May traffic move? Each condition with its evidence: open (exit 0) or closed (3).")
class GateCommand extends WorkCommand {

	/** Stages are written as the service takes them. */
	static class StageConverter implements ITypeConverter<Stage> {

		@Override
		public Stage convert(String value) {
			return Arrays.stream(Stage.values())
				.filter((stage) -> stage.word().equals(value))
				.findFirst()
				.orElseThrow(() -> new TypeConversionException("%s is no stage to move to: it takes %s".formatted(value,
						Arrays.stream(Stage.values()).map(Stage::word).collect(Collectors.joining(" or ")))));
		}

	}

	@Option(names = "--for", paramLabel = "STAGE", converter = StageConverter.class,
			description = "dual, dual-read-green or green (default: dual-read-green)")
	Stage stage = Stage.DUAL_READ_GREEN;

	@Option(names = "--max-age", paramLabel = "DURATION", converter = DurationOption.class,
			description = "how old a verdict may be (default: 10m)")
	@Nullable String maxAge;

	@Option(names = "--refresh",
			description = "reconciles and verifies what changed before, and looks again at rows that do not match yet")
	boolean refresh;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for another run that reconciles, and for what passes by itself (default: 60s)")
	@Nullable String wait;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.max-age", this.maxAge);
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		Gate gate = context.getBean(Gate.class);
		GateAnswer answer = this.refresh ? gate.refresh(this.tables, this.stage) : gate.ask(this.tables, this.stage);
		tell((meters) -> meters.asked(answer));
		output().answer(answer, "the gate for %s is %s\n".formatted(answer.stage(), answer.open() ? "open" : "closed")
				+ answer.conditions().stream().map(GateCommand::line).collect(Collectors.joining("\n")));
		if (answer.open()) {
			return ExitCode.DONE;
		}
		output().next(answer.unmet()
			.stream()
			.map((condition) -> "closed: %s: %s; %s".formatted(condition.name(), condition.evidence(),
					condition.wayOut()))
			.collect(Collectors.joining("\n")));
		return ExitCode.DIFFER;
	}

	private static String line(Condition condition) {
		return "  %s %s: %s%s".formatted(condition.holds() ? "holds  " : "FAILS  ", condition.name(),
				condition.evidence(), condition.wayOut().isEmpty() ? "" : "; " + condition.wayOut());
	}

}
