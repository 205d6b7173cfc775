package io.bluegreen.jobs.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.KeylessRows;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.ledger.ChunkRows;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Planner;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.jobs.work.SavepointWork;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.jobs.work.WorkListener;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;
import io.bluegreen.tracking.Position;

/**
 * Compares both sides of tables and answers MATCH, DIFFER or INCOMPLETE. It has ranges of
 * its own over both sides' keys and compares against the view, never against what a
 * backfill believes.
 */
public class Verify {

	private final Databases databases;

	private final Side green;

	private final Preflight preflight;

	private final Evidence evidence;

	private final SideReaders readers;

	private final Supervisor supervisor;

	private final StopSignal stopSignal;

	private final BluegreenSettings settings;

	private final InsertLogSwitch insertLog;

	Verify(Databases databases, Preflight preflight, Evidence evidence, InsertLogSwitch insertLog,
			Supervisor supervisor, StopSignal stopSignal, BluegreenSettings settings) {
		this.databases = databases;
		this.green = databases.target();
		this.preflight = preflight;
		this.evidence = evidence;
		this.readers = new SideReaders(databases);
		this.insertLog = insertLog;
		this.supervisor = supervisor;
		this.stopSignal = stopSignal;
		this.settings = settings;
	}

	/** How rows are compared. */
	public enum Method {

		/** Row by row in one database, where that costs no more; else by checksum. */
		USUAL,

		/** Every row with its counterpart. */
		EXACT,

		/** Checksums of ranges, which can be kept as evidence. */
		CHECKSUM

	}

	/**
	 * Verifies these tables; all where none is named.
	 * @param method how rows are compared
	 * @param listener is told what happens
	 */
	public VerifyAnswer run(List<String> tables, Method method, WorkListener listener) {
		VerdictStore verdicts = new VerdictStore(this.green);
		boolean exact = method == Method.EXACT || (method == Method.USUAL && this.databases.areOne());
		List<Mapping> mappings = this.preflight.check(tables);
		Map<Mapping, Totals> totals = new LinkedHashMap<>();
		mappings.forEach((mapping) -> totals.put(mapping, Totals.of(this.settings, mapping)));
		this.insertLog.resumeWithoutPlan(mappings);
		VerdictStore.Run started = verdicts.start(this.settings.maxAge());
		List<VerifyAnswer.Table> answers = new ArrayList<>();
		Map<String, Object> databases = new LinkedHashMap<>();
		long plan = 0;
		for (Mapping mapping : mappings) {
			long begin = System.nanoTime();
			Evidence.Noted noted = this.evidence.note(mapping);
			Optional<Reason> keyless = new KeylessRows(this.databases.source()).find(mapping);
			Compared compared = compare(mapping, Objects.requireNonNull(totals.get(mapping)), exact, noted, listener);
			Comparison comparison = compared.comparison();
			List<Group> later = new Rechecks(this.green, comparison, compared.reader(), this.stopSignal)
				.settle(this.settings.settle(), Bringing.NOTHING);
			Optional<String> voided = this.evidence.voided(mapping, noted);
			this.evidence.awaitFlush();
			VerifyAnswer.Table answer = this.green.in(() -> {
				LedgerTotals ledger = new LedgerTotals(this.green, compared.plans());
				Judge.Judgement judged = new Judge(this.green, comparison).judge(ledger.seen(later),
						Stream.concat(keyless.stream(), ledger.failed().stream()).toList(),
						(System.nanoTime() - begin) / 1e9, voided);
				verdicts.save(started, verdict(comparison, judged, noted));
				return judged.table();
			});
			this.evidence.stored(mapping);
			answers.add(answer);
			// Where both stood before the first read of all.
			databases.putIfAbsent("blue", noted.identity(noted.blue()));
			databases.putIfAbsent("green", noted.identity(noted.green()));
			plan = comparison.plan();
		}
		new Retention(this.green, this.settings.keep()).apply();
		return new VerifyAnswer(Answer.of(answers.stream().map(VerifyAnswer.Table::answer).toList()), started.run(),
				plan, started.startedAt(), verdicts.now(), started.expiresAt(), databases, answers);
	}

	private static VerdictStore.Verdict verdict(Comparison comparison, Judge.Judgement judged, Evidence.Noted noted) {
		return new VerdictStore.Verdict(comparison.plan(), judged.table().table(), judged.table().answer().name(), null,
				judged.table().mappingHash(), noted.columns(), comparison.seeds().row(),
				comparison.exact() ? null : comparison.seeds().mix(), new Position(noted.blue()),
				new Position(noted.green()), judged.reasons(), judged.table());
	}

	private Compared compare(Mapping mapping, Totals totals, boolean exact, Evidence.Noted noted,
			WorkListener listener) {
		int rows = this.settings.chunkRows(() -> new ChunkRows(this.databases.source()).of(mapping));
		KeyedRelation blue = KeyedRelation.ofSource(this.databases.source(), mapping);
		KeyedRelation green = KeyedRelation.ofTarget(this.green, mapping);
		List<KeyedRelation> relations = mapping.isOrderedAlike() ? List.of(blue, green) : List.of(blue);
		Plan plan = plan(mapping, rows, relations);
		Comparison comparison = new Comparison(mapping, plan.id(), totals, Seeds.random(), exact,
				this.settings.maxDifferences(), mapping.version().map((version) -> noted.blue()));
		SideReader reader = this.readers.of(comparison);
		work(plan, new VerifyWork(this.green, this.databases.source(), comparison, reader), relations, listener);
		if (mapping.isOrderedAlike()) {
			return new Compared(comparison, reader, List.of(plan.id()));
		}
		Plan extra = plan(mapping, rows, List.of(green));
		work(extra,
				new SavepointWork(this.green, new ExtraWork(this.green, comparison, this.databases.transport(mapping))),
				List.of(green), listener);
		return new Compared(comparison, reader, List.of(plan.id(), extra.id()));
	}

	private Plan plan(Mapping mapping, int rows, List<KeyedRelation> relations) {
		Planner.Page first = new Planner(this.stopSignal).first(relations, rows);
		return this.green.in(() -> new Plans(this.green).create(Plan.Kind.VERIFY, mapping, rows, null, first));
	}

	private void work(Plan plan, ChunkWork work, List<KeyedRelation> relations, WorkListener listener) {
		this.supervisor.run(plan, work, relations, listener);
		this.green.run(() -> new Plans(this.green).finish(plan, "complete"));
	}

	/**
	 * A comparison, and how it reads.
	 *
	 * @param plans whose ranges were compared: two where both sides order keys in
	 * different ways
	 */
	private record Compared(Comparison comparison, SideReader reader, List<Long> plans) {
	}

}
