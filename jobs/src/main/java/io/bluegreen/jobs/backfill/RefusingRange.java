package io.bluegreen.jobs.backfill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.ledger.ChunkOutcome.State;
import io.bluegreen.jobs.reconcile.ChangedKeys;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * A chunk that cannot be written as a whole: its rows go by pages, and each that Green
 * takes arrives. Those that wait for rows of elsewhere are deferred to the reconcile that
 * closes the backfill; if others are refused, the chunk has failed.
 */
class RefusingRange {

	private static final int PAGE = 1000;

	/** Rows of a chunk that are isolated before it is given up. */
	private static final int LIMIT = 1000;

	private final Mapping mapping;

	private final Transport transport;

	private final Side green;

	private final UniqueConflictResolver resolver;

	private final IsolatedRows rows;

	/** Rows that wait for others, and those that are to blame themselves. */
	private Map<List<String>, ServerError> waiting = new LinkedHashMap<>();

	private final Map<List<String>, ServerError> bad = new LinkedHashMap<>();

	private long scanned;

	private long applied;

	RefusingRange(Side green, Mapping mapping, Transport transport, UniqueConflictResolver resolver) {
		this.green = green;
		this.mapping = mapping;
		this.transport = transport;
		this.resolver = resolver;
		this.rows = new IsolatedRows(green, mapping, resolver);
	}

	ChunkOutcome run(Chunk chunk, long begin) {
		write(chunk.range());
		long before = Long.MAX_VALUE;
		while (!this.waiting.isEmpty() && this.waiting.size() < before && !givenUp()) {
			before = this.waiting.size();
			writeWaiting();
		}
		new ChangedKeys(this.green).defer(this.mapping.table(), List.copyOf(this.waiting.keySet()));
		ChunkOutcome outcome = ChunkOutcome.done(chunk, this.scanned, this.applied, (System.nanoTime() - begin) / 1e9);
		if (!this.bad.isEmpty()) {
			return refusing(outcome, State.FAILED, this.bad);
		}
		return this.waiting.isEmpty() ? whole(chunk.range(), outcome) : refusing(outcome, State.DEFERRED, this.waiting);
	}

	/** A row that the view shows without a key is in no page. */
	private ChunkOutcome whole(KeyRange range, ChunkOutcome outcome) {
		try {
			this.green.nested(() -> this.resolver.apply(range));
			return outcome;
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isDataError()) {
				throw ex;
			}
			return outcome.refusing(State.FAILED, error.sqlState(), error.sentence());
		}
	}

	private void write(KeyRange range) {
		KeyRange rest = range;
		List<List<String>> page;
		do {
			page = this.transport.firstKeys(this.green.client(), rest, PAGE).keys();
			this.scanned += page.size();
			write(page);
			rest = page.isEmpty() ? rest : new KeyRange(page.get(page.size() - 1), range.to());
		}
		while (page.size() == PAGE && !givenUp());
	}

	/** The last ones first: those before may wait for them. */
	private void writeWaiting() {
		List<List<String>> keys = new ArrayList<>(this.waiting.keySet());
		Collections.reverse(keys);
		this.waiting = new LinkedHashMap<>();
		for (int from = 0; from < keys.size(); from += PAGE) {
			write(keys.subList(from, Math.min(from + PAGE, keys.size())));
		}
	}

	private void write(List<List<String>> page) {
		this.applied += this.rows.write(page, (keys) -> this.resolver.apply(keys).applied(), (key, error) -> {
			(error.isRowConflict() ? this.waiting : this.bad).put(key, error);
		});
	}

	private boolean givenUp() {
		return this.bad.size() > LIMIT;
	}

	private ChunkOutcome refusing(ChunkOutcome outcome, State state, Map<List<String>, ServerError> refused) {
		Map.Entry<List<String>, ServerError> first = refused.entrySet().iterator().next();
		String sentence = DeferredChunks.sentence(this.mapping.key(), first.getValue().sentence(), first.getKey(),
				refused.size());
		return outcome.refusing(state, first.getValue().sqlState(),
				givenUp() ? sentence + ", and the rest of the chunk was given up" : sentence);
	}

}
