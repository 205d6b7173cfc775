package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.reconcile.ReconcileAnswer;
import io.bluegreen.jobs.status.Rejects;
import io.bluegreen.mapping.Mapping;

/**
 * {@code bluegreen reconcile}.
 */
@Command(name = "reconcile",
		description = "Applies what changed in Blue since the last pass. Meant to run every minute.")
class ReconcileCommand extends WorkCommand {

	/** Rejected keys in the answer. */
	private static final int SHOWN = 20;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for another run, and for applies that are open (default: 60s)")
	@Nullable String wait;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode work(ConfigurableApplicationContext context) {
		List<Mapping> mappings = context.getBean(Preflight.class).check(this.tables);
		mappings.stream().filter((mapping) -> mapping.version().isEmpty()).findFirst().ifPresent((mapping) -> {
			throw new RefusedException("%s has no version, so nothing tells what changed".formatted(mapping.table()),
					"`bluegreen verify %1$s` finds what differs, `bluegreen repair %1$s` mends it"
						.formatted(mapping.table()));
		});
		ReconcileAnswer answer = context.getBean(Reconcile.class).run(mappings);
		tell((meters) -> meters.reconciled(answer));
		List<String> sentences = new ArrayList<>(answer.tables().stream().map(ReconcileCommand::sentence).toList());
		List<Rejects.Row> rejected = answer.isComplete() ? List.of() : context.getBean(Rejects.class).list(this.tables);
		if (!rejected.isEmpty()) {
			sentences.add(Rejects.text(rejected, SHOWN));
		}
		String text = String.join("\n", sentences);
		output().answer(answer, text);
		output().next(text, NextStep.after(answer));
		return answer.isComplete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
	}

	private static String sentence(ReconcileAnswer.Table table) {
		if (table.broken() != null) {
			return table.broken();
		}
		return "%s: %,d keys changed, %,d rows applied, %,d deleted, %,d rejected; lag %.1f s".formatted(table.table(),
				table.changes(), table.applied(), table.deleted(), table.rejected(), table.lagSeconds());
	}

}
