package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.bluegreen.jobs.knobs.Knob;
import io.bluegreen.jobs.knobs.PlanControl;

/**
 * {@code bluegreen set}.
 */
@Command(name = "set",
		description = "Changes a backfill that runs: max-rows-per-second=N, workers=N or chunk-target=DURATION; none takes a knob back.",
		footer = "A process uses as many workers as it was started with at most: more need a restart with --workers=N.")
class SetCommand extends DatabaseCommand {

	@Parameters(index = "0", paramLabel = "KNOB=VALUE", description = "what to change",
			converter = SetCommand.Setting.class)
	Knob.@Nullable Setting setting;

	@Parameters(index = "1..*", paramLabel = "TABLE", description = "names under `tables:` (default: all)")
	List<String> tables = new ArrayList<>();

	@Override
	List<String> named() {
		return this.tables;
	}

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		List<PlanControl.Answer> answers = context.getBean(PlanControl.class)
			.set(this.tables, Objects.requireNonNull(this.setting));
		output().answer(answers, KnobsText.of(answers));
		return ExitCode.DONE;
	}

	/** Refuses what is no knob, or makes no sense, before anything is started. */
	static class Setting implements ITypeConverter<Knob.Setting> {

		@Override
		public Knob.Setting convert(String value) {
			try {
				return Knob.parse(value);
			}
			catch (IllegalArgumentException ex) {
				throw new TypeConversionException(Objects.requireNonNullElse(ex.getMessage(), ""));
			}
		}

	}

}
