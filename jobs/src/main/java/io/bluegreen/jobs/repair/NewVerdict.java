package io.bluegreen.jobs.repair;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.findings.VerdictStore.Stored;
import io.bluegreen.jobs.verify.Answer;
import io.bluegreen.jobs.verify.Judge.Judgement;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The verdict after a repair: that of before, with what became of its differences. It
 * keeps all other reasons, and neither positions nor expiry move, since no other row was
 * looked at.
 */
record NewVerdict(Side green, Mapping mapping, Stored old, Judgement judged, long plan) {

	List<Reason> reasons() {
		return Stream
			.concat(this.old.reasons().stream().filter((reason) -> reason.code() != Reason.Code.DIFFERENT),
					this.judged.reasons().stream())
			.toList();
	}

	Answer answer() {
		if (this.judged.table().answer() == Answer.DIFFER) {
			return Answer.DIFFER;
		}
		return reasons().isEmpty() && this.old.answer().equals(Answer.DIFFER.name()) ? Answer.MATCH : Answer.INCOMPLETE;
	}

	/**
	 * Stores it in the current transaction.
	 * @param run its number
	 * @return why it was not stored, if so: a newer one has seen more
	 */
	Optional<String> store(long run) {
		VerdictStore verdicts = new VerdictStore(this.green);
		verdicts.holdStill();
		long newest = verdicts.newest(this.mapping.table()).map(Stored::id).orElse(0L);
		if (newest != this.old.id()) {
			return Optional.of("a newer verdict was given meanwhile, and stands");
		}
		VerdictStore.Run kept = new VerdictStore.Run(run, this.old.run().startedAt(), this.old.run().expiresAt());
		verdicts.save(kept,
				new VerdictStore.Verdict(this.plan, this.mapping.table(), answer().name(), this.old.full(),
						this.old.mappingHash(), String.valueOf(this.old.columns()), rowSeed(), this.old.mixSeed(),
						this.old.blue(), this.old.green(), reasons(), document()));
		return Optional.empty();
	}

	private long rowSeed() {
		return Optional.ofNullable(this.old.rowSeed()).orElseThrow();
	}

	private ObjectNode document() {
		ObjectNode document = this.old.document().deepCopy();
		document.put("answer", answer().name());
		document.put("mismatched", this.judged.table().mismatched());
		document.put("missing", this.judged.table().missing());
		document.put("extra", this.judged.table().extra());
		document.put("unsettled", document.path("unsettled").asLong() + this.judged.table().unsettled());
		document.putArray("totals");
		document.putPOJO("reasons", reasons().stream().map(Reason::sentence).toList());
		document.withArray("warnings")
			.add("repaired after verdict %d: only the rows that it found to differ were compared again, and totals were not added up"
				.formatted(this.old.run().run()));
		return document;
	}

}
