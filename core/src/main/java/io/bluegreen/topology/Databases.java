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
 * The source and the target, and whether they are one database: that is proved, not
 * configured. A random lock taken on one connection makes a try on the other fail.
 * (Cloned clusters share an identifier.)
 */
public class Databases {

	/** How long a transaction may hold back whoever uses the source. */
	private static final Duration LONGEST = Duration.ofSeconds(2);

	private final Side source;

	private final Side target;

	private @Nullable Boolean one;

	private final Side reader;

	public Databases(Side source, Side target) {
		this.source = source;
		this.target = target;
		this.reader = new Side(source.dataSource(), source.transactions().reader(LONGEST), source.client());
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
		if (this.source.dataSource() == this.target.dataSource()) {
			return true;
		}
		long lock = new SecureRandom().nextLong();
		return this.source.in(() -> {
			this.source.client().sql("SELECT pg_advisory_xact_lock(?)").param(lock).query((row) -> {
			});
			return !this.target.in(() -> this.target.client()
				.sql("SELECT pg_try_advisory_xact_lock(?)")
				.param(lock)
				.query(Boolean.class)
				.single());
		});
	}

	/** The side that applies write. */
	public Side target() {
		return this.target;
	}

	/**
	 * The side that keeps ledger, findings and positions: a chunk's rows and its ledger
	 * row commit together, so it is the target's database.
	 */
	public Side control() {
		return this.target;
	}

	/**
	 * The side that is read: where it is another database, in transactions that cannot
	 * write and end after a moment.
	 */
	public Side source() {
		return areOne() ? this.source : this.reader;
	}

	/** Reads mappings from both catalogs. */
	public MappingReader mappings() {
		return areOne() ? new MappingReader(this.source.client())
				: new MappingReader(this.source.client(), this.target.client());
	}

	/** Brings the source's rows of a mapping within the target's reach. */
	public Transport transport(Mapping mapping) {
		return areOne() ? new InDatabase(mapping) : new Streaming(source(), this.target, mapping);
	}

}
