package io.bluegreen.apply;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Applies single keys, each call in a transaction of its own: what a dual write calls
 * after its commit in the source. It enters, writes, exchanges unique values, resolves
 * deadlocks, and reads a mapping again that was replaced. It never throws for what a
 * server says. Safe for use by several threads.
 */
public final class Applier {

	private final Databases databases;

	private final Map<String, MappingSettings> tables;

	private final long generation;

	private final Map<String, Mapping> mappings = new ConcurrentHashMap<>();

	/**
	 * An applier that reads each mapping when it is first used.
	 * @param databases where its role may read the source's views and write the target
	 * @param tables that may be applied
	 * @param generation of the service: once a fence is raised above it, all is refused
	 */
	public Applier(Databases databases, List<MappingSettings> tables, long generation) {
		this.databases = databases;
		this.generation = generation;
		this.tables = tables.stream().collect(Collectors.toUnmodifiableMap(MappingSettings::table, (table) -> table));
	}

	/**
	 * Makes the target's rows of these keys what the source says now, where the target
	 * has an older one or none: all of them, or none.
	 * @param table the name under which it is configured
	 * @param keys each the text of the key columns' values, in their order
	 * @throws IllegalArgumentException if no such table is configured
	 */
	public ApplyOutcome apply(String table, List<List<String>> keys) {
		KeySet set = new KeySet(keys);
		try {
			Mapping mapping = mapping(table);
			Optional<ApplyOutcome> outcome = apply(mapping, set);
			if (outcome.isPresent()) {
				return outcome.get();
			}
			this.mappings.remove(table, mapping);
			return apply(mapping(table), set)
				.orElseGet(() -> new ApplyOutcome.Refused(table + ": no backfill was planned under its mapping yet"));
		}
		catch (RefusedException ex) {
			return new ApplyOutcome.Refused(ex.sentence());
		}
		catch (DataAccessException | TransactionException ex) {
			ServerError error = ServerError.of(ex);
			return error.isDataError() ? new ApplyOutcome.Rejected(error) : new ApplyOutcome.Failed(error);
		}
	}

	/** Empty where the mapping was replaced. */
	private Optional<ApplyOutcome> apply(Mapping mapping, KeySet keys) {
		Side target = this.databases.target();
		UniqueConflictResolver resolver = new UniqueConflictResolver(target, mapping,
				this.databases.transport(mapping));
		try {
			return Optional.of(new ApplyOutcome.Applied(target.in(() -> {
				new Authority(target.client(), this.generation).enter(mapping);
				return DeadlockRetry.retried(() -> resolver.apply(keys));
			})));
		}
		catch (MappingReplacedException ex) {
			return Optional.empty();
		}
		catch (NotPlannedException ex) {
			return Optional.of(new ApplyOutcome.TooEarly(ex.sentence()));
		}
		catch (AuthorityException ex) {
			return Optional.of(new ApplyOutcome.Refused(ex.sentence()));
		}
	}

	private Mapping mapping(String table) {
		Mapping known = this.mappings.get(table);
		if (known != null) {
			return known;
		}
		MappingSettings settings = this.tables.get(table);
		if (settings == null) {
			throw new IllegalArgumentException("no table " + table + " is configured");
		}
		Side target = this.databases.target();
		// With each mapping, not with each apply: what runs while a newer program
		// migrates goes on until its next start, or its next mapping.
		ControlSchemaVersion.requireNotNewer(target.in(() -> ControlSchemaVersion.in(target.client())));
		Side source = this.databases.source();
		Mapping read = target.in(() -> source.in(() -> this.databases.mappings().read(settings)));
		this.mappings.put(table, read);
		return read;
	}

}
