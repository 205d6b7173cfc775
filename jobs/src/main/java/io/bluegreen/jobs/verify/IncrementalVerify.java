package io.bluegreen.jobs.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;
import io.bluegreen.tracking.Position;

/**
 * Compares the rows that changed on either side since the last MATCH of a table, and
 * carries that verdict forward. A row that neither log names is as it was when it was
 * found equal, as long as the evidence of both sides stands.
 */
public class IncrementalVerify {

	private final Databases databases;

	private final Side green;

	private final Evidence evidence;

	private final Basis basis;

	private final SideReaders readers;

	private final InsertLogSwitch insertLog;

	private final StopSignal stopSignal;

	private final BluegreenSettings settings;

	private final VerdictStore verdicts;

	IncrementalVerify(Databases databases, Evidence evidence, InsertLogSwitch insertLog, StopSignal stopSignal,
			BluegreenSettings settings) {
		this.databases = databases;
		this.green = databases.target();
		this.evidence = evidence;
		this.basis = new Basis(this.green, evidence);
		this.readers = new SideReaders(databases);
		this.insertLog = insertLog;
		this.stopSignal = stopSignal;
		this.settings = settings;
		this.verdicts = new VerdictStore(this.green);
	}

	/**
	 * Verifies tables that have passed the preflight, and changes nothing meanwhile.
	 */
	public VerifyAnswer run(List<Mapping> mappings) {
		return run(mappings, Bringing.NOTHING);
	}

	/**
	 * Verifies tables that have passed the preflight. One that has nothing to stand on is
	 * INCOMPLETE, and gets no new verdict.
	 * @param bringing what is done for rows that wait for it: a reconcile, by whom may
	 * write
	 */
	public VerifyAnswer run(List<Mapping> mappings, Bringing bringing) {
		this.insertLog.resumeWithoutPlan(mappings);
		VerdictStore.Run started = this.verdicts.start(this.settings.maxAge());
		List<VerifyAnswer.Table> answers = new ArrayList<>();
		Map<String, Object> identities = new LinkedHashMap<>();
		for (Mapping mapping : mappings) {
			Evidence.Noted here = this.evidence.look(mapping);
			identities.putIfAbsent("blue", here.identity(here.blue()));
			identities.putIfAbsent("green", here.identity(here.green()));
			answers.add(verify(mapping, here, started, bringing));
		}
		new Retention(this.green, this.settings.keep()).apply();
		return new VerifyAnswer(Answer.of(answers.stream().map(VerifyAnswer.Table::answer).toList()), started.run(), 0,
				started.startedAt(), this.verdicts.now(), started.expiresAt(), identities, answers);
	}

	private VerifyAnswer.Table verify(Mapping mapping, Evidence.Noted here, VerdictStore.Run started,
			Bringing bringing) {
		if (mapping.version().isEmpty()) {
			return nothing(mapping, "it has no version, so nothing tells what changed");
		}
		Optional<VerdictStore.Stored> found = this.basis.match(mapping);
		if (found.isEmpty()) {
			return nothing(mapping, "no verdict on it is a MATCH");
		}
		VerdictStore.Stored match = found.get();
		Optional<String> lacking = this.basis.lacking(mapping, match, here);
		if (lacking.isPresent()) {
			return nothing(mapping, lacking.get());
		}
		// Before the first read.
		Evidence.Noted noted = this.evidence.note(mapping);
		return this.basis.lacking(mapping, match, noted)
			.map((why) -> nothing(mapping, why))
			.orElseGet(() -> verify(mapping, match, noted, started, bringing));
	}

	private VerifyAnswer.Table verify(Mapping mapping, VerdictStore.Stored match, Evidence.Noted noted,
			VerdictStore.Run started, Bringing bringing) {
		KeyVerification keys = KeyVerification.begin(this.green, this.stopSignal, this.readers, mapping, match,
				this.settings.maxDifferences(), Optional.of(noted.blue()));
		KeysToVerify changed = new KeysToVerify(this.green, keys.plan(), this.stopSignal);
		Optional<String> unknown = changed
			.collect(this.databases.source(), mapping.source().orElseThrow(), mapping.sourceKey(), match.blue().json(),
					noted.blue())
			.or(() -> changed.collect(this.green, mapping.to(), mapping.key(), match.green().json(), noted.green()));
		if (unknown.isPresent()) {
			return nothing(mapping, unknown.get());
		}
		long compared = 0;
		for (List<List<String>> page = changed.page(List.of()); !page.isEmpty(); page = changed
			.page(page.get(page.size() - 1))) {
			keys.compare(page);
			compared += page.size();
		}
		if (compared != changed.collected()) {
			return nothing(mapping, "Green has lost keys that were to be compared");
		}
		Judge.Judgement judged = keys.judge(this.settings.settle(), bringing,
				() -> this.evidence.voided(mapping, noted));
		changed.clear();
		this.evidence.awaitFlush();
		VerifyAnswer.Table answer = this.green.in(() -> store(mapping, match, keys, judged, noted, started));
		this.evidence.stored(mapping);
		return answer;
	}

	/** A full verify that has ended meanwhile may have seen what no log names. */
	private VerifyAnswer.Table store(Mapping mapping, VerdictStore.Stored match, KeyVerification keys,
			Judge.Judgement judged, Evidence.Noted noted, VerdictStore.Run started) {
		this.verdicts.holdStill();
		Optional<String> contradiction = this.basis.contradiction(mapping, match);
		if (contradiction.isPresent()) {
			return nothing(mapping, contradiction.get());
		}
		VerifyAnswer.Table table = judged.table().carriedOn(warnings(mapping, match));
		this.verdicts.save(started,
				new VerdictStore.Verdict(keys.plan(), table.table(), table.answer().name(), match.full(),
						table.mappingHash(), noted.columns(), keys.rowSeed(), match.mixSeed(),
						new Position(noted.blue()), new Position(noted.green()), judged.reasons(), table));
		return table;
	}

	private List<String> warnings(Mapping mapping, VerdictStore.Stored match) {
		List<String> warnings = new ArrayList<>();
		warnings
			.add("only rows that changed since verdict %d were compared; the full verify under it began %s".formatted(
					match.run().run(), this.basis.full(match).map(VerdictStore.Run::startedAt).orElse("too long ago")));
		warnings.add("totals were not added up: `bluegreen verify` does");
		List<String> fixed = this.settings.table(mapping.table()).staticNames();
		if (!fixed.isEmpty()) {
			warnings.add("a change of %s, which the view reads and nobody logs, would not be seen"
				.formatted(String.join(", ", fixed)));
		}
		return warnings;
	}

	private static VerifyAnswer.Table nothing(Mapping mapping, String why) {
		return VerifyAnswer.Table.incomplete(mapping.table(), mapping.hash(),
				"nothing to stand on: %s; `bluegreen verify %s` compares all rows".formatted(why, mapping.table()));
	}

}
