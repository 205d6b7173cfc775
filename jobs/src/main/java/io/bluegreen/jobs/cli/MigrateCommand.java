package io.bluegreen.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.bluegreen.jobs.migrate.Migrate;
import io.bluegreen.jobs.migrate.Migrate.Phase;

/**
 * {@code bluegreen migrate}.
 */
@Command(name = "migrate",
		description = "Expands Blue, creates Green and the control schema; post-data: secondary indexes and foreign keys.")
class MigrateCommand extends DatabaseCommand {

	/** Phases are written as Flyway's locations are. */
	static class PhaseConverter implements ITypeConverter<Phase> {

		@Override
		public Phase convert(String value) {
			if (value.equalsIgnoreCase("contract")) {
				throw new TypeConversionException(
						"contract takes away what nobody needs once Green has authority, and this version does not move it");
			}
			return Arrays.stream(Phase.values())
				.filter((phase) -> name(phase).equalsIgnoreCase(value))
				.findFirst()
				.orElseThrow(() -> new TypeConversionException("%s is no phase: it takes %s".formatted(value,
						Arrays.stream(Phase.values()).map(PhaseConverter::name).collect(Collectors.joining(" or ")))));
		}

		private static String name(Phase phase) {
			return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	@Option(names = "--phase", paramLabel = "PHASE", description = "expand or post-data (default: expand)",
			converter = PhaseConverter.class)
	Phase phase = Phase.EXPAND;

	@Option(names = "--dry-run",
			description = "only says which migrations would run, and which tables would get a change log")
	boolean dryRun;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Migrate migrate = context.getBean(Migrate.class);
		List<String> migrations = this.dryRun ? migrate.plan(this.phase) : migrate.run(this.phase);
		output().answer(Map.of("migrations", migrations, "dryRun", this.dryRun),
				migrations.isEmpty() ? "nothing to do" : text(migrations));
		if (this.dryRun) {
			return ExitCode.DONE;
		}
		output().next((this.phase == Phase.EXPAND) ? "next: bluegreen backfill" : "next: bluegreen verify");
		return ExitCode.DONE;
	}

	private String text(List<String> migrations) {
		return migrations.stream()
			.map((migration) -> this.dryRun ? "would run: " + migration : migration)
			.collect(Collectors.joining("\n"));
	}

}
