package io.bluegreen.jobs.knobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Sets the knobs of open backfill plans. The processes that work on them look at their
 * plan once a second, and those that start later find the knobs as they were left.
 */
public class PlanControl {

	private final Side control;

	private final Preflight preflight;

	private final BluegreenSettings settings;

	private final KnobStore store;

	PlanControl(Side control, Preflight preflight, BluegreenSettings settings) {
		this.control = control;
		this.preflight = preflight;
		this.settings = settings;
		this.store = new KnobStore(control);
	}

	/**
	 * How the knobs of a table's plan are set now.
	 *
	 * @param plan 0: no plan is open
	 * @param words what the knobs say, for people
	 */
	public record Answer(String table, long plan, boolean paused, @Nullable Integer maxRowsPerSecond,
			@Nullable Integer workers, @Nullable Long chunkTargetMillis, String words) {

		static Answer of(String table, Optional<Plan> plan, Knobs knobs) {
			return new Answer(table, plan.map(Plan::id).orElse(0L), knobs.isPaused(), knobs.maxRowsPerSecond(),
					knobs.workers(), (knobs.chunkTarget() == null) ? null : knobs.chunkTarget().toMillis(),
					knobs.words());
		}

	}

	/** Pauses the plans of these tables; of all where none is named. */
	public List<Answer> pause(List<String> tables) {
		return change(tables, this.store::pause);
	}

	/** Lets them go on. */
	public List<Answer> resume(List<String> tables) {
		return change(tables, this.store::resume);
	}

	/** Sets a knob of the plans of these tables; of all where none is named. */
	public List<Answer> set(List<String> tables, Knob.Setting setting) {
		return change(tables, (plan) -> this.store.set(plan, setting));
	}

	/**
	 * Changes the plans that are open.
	 * @throws RefusedException if none is
	 */
	private List<Answer> change(List<String> tables, LongConsumer change) {
		List<MappingSettings> mappings = this.settings.mappings(tables);
		this.preflight.checkControlSchema();
		List<Answer> answers = new ArrayList<>();
		for (MappingSettings mapping : mappings) {
			answers.add(this.control.in(() -> {
				Optional<Plan> plan = new Plans(this.control).open(Plan.Kind.BACKFILL, mapping.table());
				plan.ifPresent((open) -> change.accept(open.id()));
				return Answer.of(mapping.table(), plan, this.store.of(plan.map(Plan::id).orElse(0L)));
			}));
		}
		if (answers.stream().allMatch((answer) -> answer.plan() == 0)) {
			throw new RefusedException(
					"no backfill is under way: there is no open plan of %s"
						.formatted(mappings.stream().map(MappingSettings::table).collect(Collectors.joining(", "))),
					"`bluegreen status` shows plans; `bluegreen backfill` makes one");
		}
		return answers;
	}

}
