package io.bluegreen.jobs.backfill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.bisection.Bisection;
import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.bisection.RangeParts;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.transport.Held;
import io.bluegreen.transport.Transport;

/**
 * Writes a chunk that cannot be written as a whole: each row that Green takes arrives,
 * each that it refuses is named. A row that is to blame itself is searched for by ranges.
 * Rows that wait for others may be most of a chunk, so those go by pages, in which one
 * look tells them apart.
 */
final class RowIsolation {

	/** The server looks at up to 64 subtransactions of a session quickly. */
	private static final int SAVEPOINTS = 40;

	private static final int PAGE = 1000;

	private final KeyedRelation keys;

	private final Transport transport;

	private final IsolatedRows rows;

	private final UniqueConflictResolver resolver;

	private final Map<List<String>, ServerError> refused = new LinkedHashMap<>();

	/** What no row of the source is to blame for. */
	private Optional<ServerError> unnamed = Optional.empty();

	private RowIsolation(KeyedRelation keys, Transport transport, IsolatedRows rows) {
		this.keys = keys;
		this.transport = transport;
		this.rows = rows;
		this.resolver = new UniqueConflictResolver(rows.green(), rows.mapping(), transport);
	}

	/**
	 * Holds the range's rows where they come from another database, unless one of them
	 * cannot be read, or does not arrive.
	 * @param source keys in Blue
	 */
	static RowIsolation of(KeyRange range, KeyedRelation source, Transport transport, IsolatedRows rows) {
		return held(range, transport, rows)
			.map((held) -> new RowIsolation(new KeyedRelation(rows.green(), held.rows().relation(), held.rows().key()),
					held, rows))
			.orElseGet(() -> new RowIsolation(source, transport, rows));
	}

	private static Optional<Held> held(KeyRange range, Transport transport, IsolatedRows rows) {
		try {
			return rows.attempt(() -> transport.hold(range));
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isDataError()) {
				throw ex;
			}
			return Optional.empty();
		}
	}

	/**
	 * Writes it.
	 * @param error of the chunk as a whole
	 */
	ChunkOutcome run(Chunk chunk, ServerError error, long begin) {
		Bisection.Outcome<KeyRange, ApplyCount> outcome = error.isRowConflict()
				? new Bisection.Outcome<>(List.of(byPages(chunk.range())), List.of())
				: new Bisection<>(new RangeParts(this.keys), SAVEPOINTS).runFailed(chunk.range(), error, this::write,
						this::refuse);
		long applied = outcome.results().stream().mapToLong(ApplyCount::applied).sum() + writeWaiting();
		double seconds = (System.nanoTime() - begin) / 1e9;
		return this.unnamed
			.<ChunkOutcome>map(
					(failure) -> new ChunkOutcome.Failed(chunk.id(), seconds, failure.sqlState(), failure.sentence()))
			.orElseGet(() -> new ChunkOutcome.Applied(chunk.id(),
					outcome.results().stream().mapToLong(ApplyCount::scanned).sum(), applied, seconds, refusals(),
					outcome.left()));
	}

	private List<Refusal> refusals() {
		return this.refused.entrySet().stream().map((row) -> new Refusal(row.getKey(), row.getValue())).toList();
	}

	private ApplyCount write(KeyRange part) {
		try {
			return this.rows.attempt(() -> this.resolver.apply(part));
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isRowConflict()) {
				throw ex;
			}
			return byPages(part);
		}
	}

	/** A range that cannot be cut has one row, which the source names. */
	private ApplyCount refuse(KeyRange part, ServerError error) {
		this.keys.middle(part)
			.ifPresentOrElse((only) -> this.refused.put(only.key(), error), () -> this.unnamed = Optional.of(error));
		return new ApplyCount(1, 0, 0);
	}

	private ApplyCount byPages(KeyRange range) {
		long scanned = 0;
		long applied = 0;
		KeyRange rest = range;
		List<List<String>> page;
		do {
			page = this.transport.firstKeys(this.rows.green().client(), rest, PAGE).keys();
			scanned += page.size();
			applied += write(page);
			rest = page.isEmpty() ? rest : new KeyRange(page.get(page.size() - 1), range.to());
		}
		while (page.size() == PAGE);
		return new ApplyCount(scanned, applied, 0);
	}

	private long write(List<List<String>> page) {
		return this.rows.write(page, (set) -> this.resolver.apply(set).applied(), this.refused::put);
	}

	/**
	 * Tries rows that wait for others as long as they become fewer, the last ones first:
	 * those before may wait for them.
	 */
	private long writeWaiting() {
		long applied = 0;
		long before = Long.MAX_VALUE;
		List<List<String>> waiting = waiting();
		while (!waiting.isEmpty() && waiting.size() < before) {
			before = waiting.size();
			this.refused.keySet().removeAll(waiting);
			for (List<List<String>> page : KeySet.pages(waiting, PAGE)) {
				applied += write(page);
			}
			waiting = waiting();
		}
		return applied;
	}

	private List<List<String>> waiting() {
		List<List<String>> keys = new ArrayList<>(
				refusals().stream().filter(Refusal::waits).map(Refusal::key).toList());
		Collections.reverse(keys);
		return keys;
	}

}
