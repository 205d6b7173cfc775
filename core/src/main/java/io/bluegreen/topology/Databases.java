package io.bluegreen.topology;

import java.security.SecureRandom;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.session.Side;
import io.bluegreen.transport.InDatabase;
import io.bluegreen.transport.Streaming;
import io.bluegreen.transport.Transport;

/**
 * Blue and Green, and whether they are one database: that is proved, not configured. A
 * random lock taken on one connection makes a try on the other fail. (Cloned clusters
 * share an identifier.)
 */
public class Databases {

	/** How long a transaction may hold back whoever uses Blue. */
	private static final Duration LONGEST = Duration.ofSeconds(2);

	private final Side blue;

	private final Side green;

	private @Nullable Boolean one;

	private final Side reader;

	public Databases(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
		this.reader = new Side(blue.dataSource(), blue.transactions().reader(LONGEST), blue.client());
	}

	/**
	 * Whether both are one database, proved at the first call.
	 */
	public synchronized boolean areOne() {
		if (this.one == null) {
			this.one = proof();
		}
		return this.one;
	}

	/** One pool is one database; its lock would not keep the same session out. */
	private boolean proof() {
		if (this.blue.dataSource() == this.green.dataSource()) {
			return true;
		}
		long lock = new SecureRandom().nextLong();
		return this.blue.in(() -> {
			this.blue.client().sql("SELECT pg_advisory_xact_lock(?)").param(lock).query((row) -> {
			});
			return !this.green.in(() -> this.green.client()
				.sql("SELECT pg_try_advisory_xact_lock(?)")
				.param(lock)
				.query(Boolean.class)
				.single());
		});
	}

	/** The side that applies write. */
	public Side target() {
		return this.green;
	}

	/**
	 * The side that keeps ledger, findings and positions: a chunk's rows and its ledger
	 * row commit together, so it is the target's database.
	 */
	public Side control() {
		return this.green;
	}

	/**
	 * The side that is read: where it is another database, in transactions that cannot
	 * write and end after a moment.
	 */
	public Side source() {
		return areOne() ? this.blue : this.reader;
	}

	/** Reads mappings from both catalogs. */
	public MappingReader mappings() {
		return new MappingReader(this.blue.client(), this.green.client(), areOne());
	}

	/** Brings Blue's rows of a mapping within Green's reach. */
	public Transport transport(Mapping mapping) {
		return areOne() ? new InDatabase(mapping) : new Streaming(source(), this.green, mapping);
	}

}
