package io.bluegreen.jobs.verify;

import java.util.Optional;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Begins verifications of single keys, for those who have mended them.
 */
public class KeyVerifications {

	private final Side green;

	private final Evidence evidence;

	private final SideReaders readers;

	private final StopSignal stopSignal;

	KeyVerifications(Databases databases, Evidence evidence, StopSignal stopSignal) {
		this.green = databases.target();
		this.evidence = evidence;
		this.readers = new SideReaders(databases);
		this.stopSignal = stopSignal;
	}

	/** Why the evidence of a verdict does not hold any more, if so. */
	public Optional<String> voided(Mapping mapping, VerdictStore.Stored verdict) {
		return (verdict.rowSeed() == null || verdict.columns() == null) ? Optional.of("it was made by an older program")
				: this.evidence.voided(mapping, Basis.noted(verdict));
	}

	/**
	 * Begins one with the seeds of a verdict, whose differences are no more than it has.
	 */
	public KeyVerification begin(Mapping mapping, VerdictStore.Stored verdict) {
		return KeyVerification.begin(this.green, this.stopSignal, this.readers, mapping, verdict, Integer.MAX_VALUE,
				mapping.version().map((version) -> this.evidence.look(mapping).blue()));
	}

	/** Waits until Blue has flushed all that was read so far. */
	public void awaitFlush() {
		this.evidence.awaitFlush();
	}

	/** Clears up once a verdict is stored. */
	public void stored(Mapping mapping) {
		this.evidence.stored(mapping);
	}

}
