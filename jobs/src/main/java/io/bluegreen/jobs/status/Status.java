package io.bluegreen.jobs.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.knobs.KnobStore;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.ledger.Progress;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.throttle.Reasons;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * How far everything is.
 */
public class Status {

	private final Databases databases;

	private final Side green;

	private final Positions positions;

	private final Preflight preflight;

	private final BluegreenSettings settings;

	Status(Databases databases, Preflight preflight, Positions positions, BluegreenSettings settings) {
		this.databases = databases;
		this.green = databases.target();
		this.positions = positions;
		this.preflight = preflight;
		this.settings = settings;
	}

	/**
	 * The state of tables.
	 *
	 * @param plan the newest backfill plan among them; 0: none
	 * @param instances of the services that write them
	 */
	public record Answer(long plan, List<Table> tables, List<Instance> instances) {
	}

	/**
	 * The state of a table.
	 *
	 * @param state none, open, complete or replaced: its newest backfill plan
	 * @param chunks numbers by state
	 * @param throttle why it is not faster; empty: as fast as it goes
	 * @param verdict the last one; empty: none
	 * @param queuedKeys changed keys that are not known to be the same in Green yet
	 * @param lagSeconds all that was committed in Blue longer ago than this is in Green;
	 * null: never reconciled
	 * @param warnings what somebody has to look at, in sentences
	 * @param changeLog of Blue: rows, estimated, bytes, and since when somebody needs
	 * them
	 */
	public record Table(String table, long plan, String state, Map<String, Long> chunks, double rowsPerSecond,
			double etaSeconds, String throttle, Map<String, String> verdict, long queuedKeys,
			@Nullable Double lagSeconds, List<String> warnings, Map<String, String> changeLog) {
	}

	/** The state of these tables; of all where none is named. */
	public Answer ask(List<String> tables) {
		List<MappingSettings> mappings = this.settings.mappings(tables);
		this.preflight.checkControlSchema();
		List<Table> answers = new ArrayList<>();
		for (MappingSettings mapping : mappings) {
			BlueLook blue = BlueLook.at(this.databases, this.preflight, this.positions, mapping);
			answers.add(this.green.in(() -> table(mapping.table(), blue)));
		}
		return new Answer(answers.stream().mapToLong(Table::plan).max().orElse(0), answers, Instance.list(this.green));
	}

	private Table table(String table, BlueLook blue) {
		Ledger ledger = new Ledger(this.green);
		Optional<Plan> plan = new Plans(this.green).newest(Plan.Kind.BACKFILL, table);
		Progress progress = plan.map(ledger::progress).orElse(new Progress(0, 0, 0, 0, 0, 0, 0, true));
		Map<String, Long> chunks = new LinkedHashMap<>();
		chunks.put("pending", progress.pending());
		chunks.put("deferred", progress.deferred());
		chunks.put("done", progress.done());
		chunks.put("failed", progress.failed());
		double rate = plan.map(ledger::recentRate).orElse(0.0);
		double rowsPerChunk = (progress.done() == 0) ? 0 : progress.scanned() / (double) progress.done();
		double eta = (rate == 0) ? 0 : progress.pending() * rowsPerChunk / rate;
		String throttle = plan.filter((open) -> open.state().equals("open")).map(this::throttle).orElse("");
		return new Table(table, plan.map(Plan::id).orElse(0L), plan.map(Plan::state).orElse("none"), chunks, rate, eta,
				throttle, verdict(table), queued(table), this.positions.lagOf(table).orElse(null),
				Stream.concat(blue.warning().stream(), new Warnings(this.green, table).list().stream()).toList(),
				blue.log());
	}

	private String throttle(Plan plan) {
		return Stream
			.concat(Stream.of(new KnobStore(this.green).of(plan.id()).words()),
					new Reasons(this.green).of(plan.id()).stream())
			.filter((reason) -> !reason.isEmpty())
			.collect(Collectors.joining("; "));
	}

	private Map<String, String> verdict(String table) {
		Map<String, String> verdict = new LinkedHashMap<>();
		new VerdictStore(this.green).last(table).ifPresent((last) -> {
			verdict.put("verdict", String.valueOf(last.run()));
			verdict.put("answer", last.answer());
			verdict.put("startedAt", last.startedAt());
			verdict.put("finishedAt", last.finishedAt());
			verdict.put("expiresAt", last.expiresAt());
		});
		return verdict;
	}

	private long queued(String table) {
		return this.green.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ?")
			.param(table)
			.query(Long.class)
			.single();
	}

}
