package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.findings.VerdictStore.Stored;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Whether the last verdict on a table can be stood on: a MATCH that is young, of these
 * databases and timelines, and under this mapping.
 */
public class Standing {

	private final Side control;

	private final Evidence evidence;

	private final Basis basis;

	private final VerdictStore verdicts;

	Standing(Side control, Evidence evidence) {
		this.control = control;
		this.evidence = evidence;
		this.basis = new Basis(control, evidence);
		this.verdicts = new VerdictStore(control);
	}

	/** The name of the condition. */
	public static String name(String table) {
		return table + ": MATCH";
	}

	/**
	 * The condition.
	 * @param maxAge of the verdict, from its start on, by Green's clock
	 */
	public Condition condition(Mapping mapping, Duration maxAge) {
		String table = mapping.table();
		String name = name(table);
		String verify = "`bluegreen verify %s`".formatted(table);
		Optional<Stored> last = this.control.in(() -> this.verdicts.newest(table));
		if (last.isEmpty()) {
			return new Condition(name, false, "it was never verified", verify);
		}
		Stored verdict = last.get();
		if (!verdict.answer().equals(Answer.MATCH.name())) {
			return new Condition(name, false,
					"verdict %d is %s: %s".formatted(verdict.run().run(), verdict.answer(),
							verdict.reasons().stream().map(Reason::sentence).collect(Collectors.joining("; "))),
					verdict.answer().equals(Answer.DIFFER.name())
							? "`bluegreen differences %1$s` lists the rows, `bluegreen repair %1$s` mends them"
								.formatted(table)
							: verify);
		}
		String match = "verdict %d of %s is a MATCH".formatted(verdict.run().run(), verdict.run().startedAt());
		if (!this.control.in(() -> this.verdicts.isYounger(verdict.id(), maxAge))) {
			return new Condition(name, false, "%s, but older than %d s".formatted(match, maxAge.toSeconds()),
					mapping.version().isEmpty() ? verify
							: "`bluegreen gate --refresh`, or `bluegreen verify %s --since=last`".formatted(table));
		}
		return this.evidence.broken(Basis.noted(verdict), this.evidence.look(mapping))
			.or(() -> mapping.hash().equals(verdict.mappingHash()) ? Optional.empty()
					: Optional.of("its mapping is another one"))
			.or(() -> this.basis.backfilled(mapping.table(), verdict))
			.or(() -> this.basis.full(verdict).isPresent() ? Optional.empty()
					: Optional.of("the full verify under it is too old, or not kept any more"))
			.map((why) -> new Condition(name, false, "%s, but does not stand: %s".formatted(match, why), verify))
			.orElseGet(() -> new Condition(name, true, match, ""));
	}

	/** Whether the last verdict does not become a MATCH that stands by waiting. */
	public boolean isLasting(String table) {
		return this.control.in(() -> this.verdicts.newest(table))
			.map((verdict) -> verdict.answer().equals(Answer.DIFFER.name())
					|| this.basis.backfilled(table, verdict).isPresent())
			.orElse(true);
	}

}
