package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.util.Optional;

import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The MATCH that a verification of changed rows stands on, or why there is none.
 */
class Basis {

	/** How old the full verify below all others may be. */
	private static final Duration FULL = Duration.ofDays(7);

	private static final String BACKFILLED = """
			SELECT EXISTS (
			    SELECT FROM bluegreen.plan p
			    WHERE p.kind = 'backfill' AND p.table_name = :table
			      AND (p.state = 'open' OR greatest(p.created_at, p.finished_at) > :began::timestamptz))
			""";

	private final Side green;

	private final Evidence evidence;

	private final VerdictStore verdicts;

	Basis(Side green, Evidence evidence) {
		this.green = green;
		this.evidence = evidence;
		this.verdicts = new VerdictStore(green);
	}

	/** The newest MATCH of a table. */
	Optional<VerdictStore.Stored> match(Mapping mapping) {
		return this.green.in(() -> this.verdicts.newestMatch(mapping.table()));
	}

	/**
	 * Why nothing can stand on a MATCH, if so.
	 * @param now what was noted before the first read
	 */
	Optional<String> lacking(Mapping mapping, VerdictStore.Stored match, Evidence.Noted now) {
		if (match.rowSeed() == null || match.columns() == null) {
			return Optional.of("verdict %d was made by an older program".formatted(match.run().run()));
		}
		Optional<String> contradiction = contradiction(mapping, match);
		if (contradiction.isPresent()) {
			return contradiction;
		}
		if (full(match).isEmpty()) {
			return Optional.of("the full verify under verdict %d is older than %d days, or is not kept any more"
				.formatted(match.run().run(), FULL.toDays()));
		}
		return backfilled(mapping.table(), match).or(() -> this.evidence.broken(noted(match), now));
	}

	/**
	 * Whether a backfill has written since a verdict began, if so: no log of Green names
	 * its inserts.
	 */
	Optional<String> backfilled(String table, VerdictStore.Stored verdict) {
		boolean since = this.green.in(() -> this.green.client()
			.sql(BACKFILLED)
			.param("table", table)
			.param("began", verdict.run().startedAt())
			.query(Boolean.class)
			.single());
		return since
				? Optional
					.of("a backfill has worked on the table since verdict %d began".formatted(verdict.run().run()))
				: Optional.empty();
	}

	/** The full verify under a MATCH, where it is not too old. */
	Optional<VerdictStore.Run> full(VerdictStore.Stored match) {
		return this.green.in(() -> this.verdicts.full(match.full(), FULL));
	}

	/** Why another verdict speaks against a MATCH, if so. */
	Optional<String> contradiction(Mapping mapping, VerdictStore.Stored match) {
		return this.green.in(() -> this.verdicts.isContradicted(mapping.table(), match.id())) ? Optional
			.of("a full verify after verdict %d has not found a MATCH: `bluegreen repair %s` mends what differs"
				.formatted(match.run().run(), mapping.table())) : Optional.empty();
	}

	/** What a verdict is bound to. */
	static Evidence.Noted noted(VerdictStore.Stored verdict) {
		return new Evidence.Noted(verdict.blue().json(), verdict.green().json(), String.valueOf(verdict.columns()));
	}

}
