package io.bluegreen.jobs.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
import io.bluegreen.jobs.verify.VerifyAnswer;
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
	 * @throws io.bluegreen.failure.RefusedException if one of them is not configured, or
	 * there is no control schema to ask
	 */
	public GateAnswer ask(List<String> tables, Stage stage) {
		return ask(wanted(tables), stage, List.of());
	}

	/**
	 * Reconciles, verifies what changed since the last MATCH, and asks; again and again
	 * as long as the gate is closed only for what passes by itself: live traffic must not
	 * make it flake. Before the first dual write there is nothing to reconcile or verify
	 * yet, but the whole preflight must hold. What is refused on the way is an answer,
	 * too: the gate is closed, as it is without a refresh where a mapping cannot be read.
	 * @throws io.bluegreen.failure.RefusedException as {@link #ask(List, Stage)}
	 * @throws io.bluegreen.failure.TryAgainException if another process reconciles for
	 * too long, or a stop was requested
	 */
	public GateAnswer refresh(List<String> tables, Stage stage) {
		Instant deadline = Instant.now().plus(this.settings.maxWait());
		while (true) {
			List<MappingSettings> wanted = wanted(tables);
			List<VerifyAnswer.Table> verified = new ArrayList<>();
			Condition allowed = Condition.of("nothing refuses the refresh",
					() -> verified.addAll(refresh(tables, stage, deadline)));
			GateAnswer answer = ask(wanted, stage,
					Stream.concat(Stream.of(allowed), verified.stream().map(Gate::compared)).toList());
			boolean mayPass = allowed.holds() && stage != Stage.DUAL
					&& verified.stream().allMatch(VerifyAnswer.Table::wasCompared) && mayPass(wanted);
			if (answer.open() || !mayPass || !Instant.now().isBefore(deadline)) {
				return answer;
			}
			this.stopSignal.pause(PAUSE);
			this.stopSignal.check();
		}
	}

	private List<VerifyAnswer.Table> refresh(List<String> tables, Stage stage, Instant deadline) {
		List<Mapping> versioned = this.preflight.check(tables)
			.stream()
			.filter((mapping) -> mapping.version().isPresent())
			.toList();
		if (stage == Stage.DUAL || versioned.isEmpty()) {
			return List.of();
		}
		this.reconcile.run(versioned);
		return this.verify.run(versioned, new Bringing(() -> this.reconcile.run(versioned), deadline)).tables();
	}

	/**
	 * Where a refresh had nothing to stand on it left the older verdict in its place,
	 * which may say MATCH.
	 */
	private static Condition compared(VerifyAnswer.Table verified) {
		return Condition.unless(verified.table() + ": what changed since its last MATCH was compared",
				verified.wasCompared() ? Optional.empty() : Optional.of(String.join("; ", verified.reasons())),
				"%d rows were compared".formatted(verified.scanned()),
				"`bluegreen verify %s`".formatted(verified.table()));
	}

	/** What can be asked about at all. */
	private List<MappingSettings> wanted(List<String> tables) {
		List<MappingSettings> wanted = this.settings.mappings(tables);
		this.preflight.checkControlSchema();
		return wanted;
	}

	private GateAnswer ask(List<MappingSettings> wanted, Stage stage, List<Condition> before) {
		List<Condition> conditions = new ArrayList<>(before);
		conditions.add(authority());
		wanted.forEach((table) -> conditions.addAll(conditions(table, stage)));
		return GateAnswer.of(stage, conditions);
	}

	/** A confirmed difference stays; what has not settled yet may. */
	private boolean mayPass(List<MappingSettings> tables) {
		return tables.stream().map(MappingSettings::table).noneMatch(this.standing::isLasting);
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
		conditions.addAll(new Followed(this.databases, this.positions, this.settings.maxLag()).conditions(table, look));
		conditions.add(look.ask(Standing.name(table.table()),
				(mapping) -> this.standing.condition(mapping, this.settings.maxAge())));
		conditions.add(new Sequences(this.databases.target()).condition(table.table(), look, stage));
		return conditions;
	}

}
