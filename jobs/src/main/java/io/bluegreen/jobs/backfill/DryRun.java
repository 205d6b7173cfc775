package io.bluegreen.jobs.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.ForeignKey;
import io.bluegreen.jobs.backfill.Sampling.Sampled;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.status.KeyNames;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Predicts a backfill: goes its way up to the first write, and from there on by one chunk
 * of each table, which is applied and rolled back.
 */
public class DryRun {

	private final Databases databases;

	private final Side green;

	private final Ledger ledger;

	private final Preflight preflight;

	private final Planning planning;

	private final Positions positions;

	private final BluegreenSettings settings;

	DryRun(Databases databases, Preflight preflight, Planning planning, Positions positions,
			BluegreenSettings settings) {
		this.databases = databases;
		this.green = databases.target();
		this.ledger = new Ledger(this.green);
		this.preflight = preflight;
		this.planning = planning;
		this.positions = positions;
		this.settings = settings;
	}

	/**
	 * Predicts the backfill of these tables, parents before children; of all where none
	 * is named.
	 * @param startOver whether an earlier plan would be replaced by a new one
	 * @throws io.bluegreen.failure.RefusedException if a backfill would be refused
	 * @throws io.bluegreen.apply.AuthorityException if Green has authority
	 */
	public DryRunAnswer run(List<String> tables, boolean startOver) {
		List<DryRunAnswer.Table> predicted = new ArrayList<>();
		List<Mapping> coming = new ArrayList<>();
		for (Mapping mapping : this.preflight.checkDryRun(tables)) {
			RemainingWork remaining = remaining(mapping, startOver);
			if (remaining.chunks() == 0) {
				predicted.add(nothing(mapping, remaining));
			}
			else {
				coming.add(mapping);
				predicted.add(predicted(mapping, remaining, coming));
			}
		}
		return new DryRunAnswer(true, predicted);
	}

	private RemainingWork remaining(Mapping mapping, boolean startOver) {
		Optional<Plan> standing = this.green.in(() -> new Plans(this.green).newest(Plan.Kind.BACKFILL, mapping.table()))
			.filter((plan) -> !startOver && !plan.state().equals("replaced"));
		if (standing.isEmpty()) {
			// A backfill begins with it, or is refused.
			this.positions.now(mapping);
			return new RemainingWork(standing, this.planning.ranges(mapping), 0, this.settings.maxRowsPerSecond());
		}
		Plan plan = standing.get();
		this.planning.requireSameMapping(mapping, plan);
		List<KeyRange> unfinished = new ArrayList<>();
		if (plan.state().equals("open")) {
			this.green.in(() -> this.ledger.unfinished(plan)).forEach((chunk) -> unfinished.add(chunk.range()));
			unfinished.addAll(this.planning.ranges(mapping, plan));
		}
		return new RemainingWork(standing, unfinished, this.green.in(() -> this.ledger.progress(plan)).failed(),
				this.green.rolledBack(() -> this.planning.atAskedRate(plan)).maxRowsPerSecond());
	}

	private static DryRunAnswer.Table nothing(Mapping mapping, RemainingWork remaining) {
		return new DryRunAnswer.Table(mapping.table(), remaining.planId(), remaining.state(), 0, 0, null, 0.0, 0L,
				remaining.failedChunks(), List.of(), null);
	}

	private DryRunAnswer.Table predicted(Mapping mapping, RemainingWork remaining, List<Mapping> coming) {
		Sampled sampled = new Sampling(this.databases, mapping).run(remaining.middle());
		long rows = remaining.rows(this.databases.source(), mapping);
		double samples = (sampled.scanned() == 0) ? remaining.chunks() : (double) rows / sampled.scanned();
		double working = sampled.seconds() * samples / Math.min(this.settings.workers(), remaining.chunks());
		double paced = (remaining.rate() == null) ? 0 : (double) rows / remaining.rate();
		boolean done = sampled.trouble().isEmpty();
		List<String> waitsFor = waitsFor(mapping, sampled, coming);
		return new DryRunAnswer.Table(mapping.table(), remaining.planId(), remaining.state(), remaining.chunks(), rows,
				sample(mapping, remaining.middle(), sampled), done ? Math.max(working, paced) : null,
				done ? Math.round(sampled.walBytes() * samples) : null, remaining.failedChunks(), waitsFor,
				waitsFor.isEmpty() ? sampled.trouble().map(Sampling.Trouble::error).orElse(null) : null);
	}

	/**
	 * A parent that is missing says nothing while its table, which may be this one, is
	 * still to be copied.
	 */
	private List<String> waitsFor(Mapping mapping, Sampled sampled, List<Mapping> coming) {
		if (sampled.trouble().filter((trouble) -> trouble.sqlState().equals("23503")).isEmpty()) {
			return List.of();
		}
		Set<Long> parents = ForeignKey.parents(this.green.client(), List.of(mapping.to()))
			.getOrDefault(mapping.to().oid(), Set.of());
		return coming.stream().filter((parent) -> parents.contains(parent.to().oid())).map(Mapping::table).toList();
	}

	private static DryRunAnswer.Sample sample(Mapping mapping, KeyRange range, Sampled sampled) {
		List<String> key = mapping.key().stream().map(Column::name).toList();
		return new DryRunAnswer.Sample(KeyNames.named(key, range.from()), KeyNames.named(key, range.to()),
				sampled.scanned(), sampled.applied(), sampled.scanned() - sampled.applied(), sampled.seconds());
	}

}
