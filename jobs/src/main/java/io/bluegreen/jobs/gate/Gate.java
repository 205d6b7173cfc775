package io.bluegreen.jobs.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.Condition;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.verify.Bringing;
import io.bluegreen.jobs.verify.IncrementalVerify;
import io.bluegreen.jobs.verify.Standing;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Asks each condition under which traffic may move. All are asked, whatever the others
 * say.
 */
public class Gate {

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final BluegreenSettings settings;

	private final Databases databases;

	private final Preflight preflight;

	private final Positions positions;

	private final Standing standing;

	private final Reconcile reconcile;

	private final IncrementalVerify verify;

	private final StopSignal stopSignal;

	Gate(BluegreenSettings settings, Databases databases, Preflight preflight, Positions positions, Standing standing,
			Reconcile reconcile, IncrementalVerify verify, StopSignal stopSignal) {
		this.settings = settings;
		this.databases = databases;
		this.preflight = preflight;
		this.positions = positions;
		this.standing = standing;
		this.reconcile = reconcile;
		this.verify = verify;
		this.stopSignal = stopSignal;
	}

	/**
	 * Asks about these tables; about all where none is named.
	 * @throws io.bluegreen.failure.RefusedException if there is no control schema to ask
	 */
	public GateAnswer ask(List<String> tables, Stage stage) {
		List<MappingSettings> wanted = this.settings.mappings(tables);
		this.preflight.checkControlSchema();
		List<Condition> conditions = new ArrayList<>();
		conditions.add(authority());
		wanted.forEach((table) -> conditions.addAll(conditions(table, stage)));
		return GateAnswer.of(stage, conditions);
	}

	/**
	 * Reconciles, verifies what changed since the last MATCH, and asks; again and again
	 * as long as the gate is closed only for what passes by itself: live traffic must not
	 * make it flake. Before the first dual write there is nothing to reconcile or verify
	 * yet, but the whole preflight must hold.
	 * @throws io.bluegreen.failure.TryAgainException if another process reconciles for
	 * too long, or a stop was requested
	 */
	public GateAnswer refresh(List<String> tables, Stage stage) {
		Instant deadline = Instant.now().plus(this.settings.maxWait());
		if (stage == Stage.DUAL) {
			this.preflight.check(tables);
			return ask(tables, stage);
		}
		while (true) {
			List<Mapping> mappings = this.preflight.check(tables);
			List<Mapping> versioned = mappings.stream().filter((mapping) -> mapping.version().isPresent()).toList();
			if (!versioned.isEmpty()) {
				this.reconcile.run(versioned);
				this.verify.run(versioned, new Bringing(() -> this.reconcile.run(versioned), deadline));
			}
			GateAnswer answer = ask(tables, stage);
			if (answer.open() || !mayPass(mappings) || !Instant.now().isBefore(deadline)) {
				return answer;
			}
			this.stopSignal.pause(PAUSE);
			this.stopSignal.check();
		}
	}

	/** A confirmed difference stays; what has not settled yet may. */
	private boolean mayPass(List<Mapping> mappings) {
		return mappings.stream().noneMatch(this.standing::isLasting);
	}

	private Condition authority() {
		Side control = this.databases.control();
		String side = control.in(() -> new Authority(control.client()).side());
		return Condition.unless("Blue has authority",
				side.equals("blue") ? Optional.empty() : Optional.of("Green has authority"), "Blue has authority",
				"traffic has moved already: nothing is applied from Blue any more");
	}

	private List<Condition> conditions(MappingSettings table, Stage stage) {
		Preflight.Look look = this.preflight.look(table);
		Condition prepared = Condition.unless(table.table() + ": the source is tracked, and its mapping can be read",
				look.obstacle(), "both are as they should be",
				"`bluegreen status %s` says more".formatted(table.table()));
		if (stage == Stage.DUAL) {
			return List.of(prepared);
		}
		Side control = this.databases.control();
		List<Condition> conditions = new ArrayList<>(
				control.in(() -> new Backfilled(control).conditions(table.table())));
		conditions.add(prepared);
		look.mapping().ifPresentOrElse((mapping) -> {
			conditions.addAll(new Followed(this.databases, this.positions, this.settings.maxLag()).conditions(mapping));
			conditions.add(this.standing.condition(mapping, this.settings.maxAge()));
			conditions.add(new Sequences(this.databases.target()).condition(mapping, stage));
		}, () -> conditions.add(new Condition(table.table() + ": MATCH", false,
				"nothing can be said while its mapping cannot be read", "`bluegreen status`")));
		return conditions;
	}

}
