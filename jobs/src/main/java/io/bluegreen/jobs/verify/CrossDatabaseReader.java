package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.catalog.Columns;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.Position;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Each side in its own database. Checksums are asked of both at once; where rows are
 * looked at, Blue's come to Green, so that one server compares them by its own rules.
 *
 * @param executor runs what Blue is asked beside Green
 */
record CrossDatabaseReader(Side blue, Side green, Transport transport, Comparison comparison,
		Executor executor) implements SideReader {

	@Override
	public List<Sums> checksums(KeyRange range) {
		ComparisonSql sql = this.comparison.sql();
		Keys inGreen = inGreen(range);
		CompletableFuture<List<Sums>> there = CompletableFuture
			.supplyAsync(() -> this.blue.in(() -> sums(this.blue, sql.blueChecksums(range), range)), this.executor);
		try {
			List<Sums> here = sums(this.green, sql.greenChecksums(inGreen), inGreen);
			return Stream.concat(here.stream(), there.join().stream()).toList();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
		finally {
			// Blue's connection must be free again before this range is tried once more.
			there.exceptionally((failure) -> List.of()).join();
		}
	}

	private List<Sums> sums(Side side, String checksums, Keys keys) {
		return this.comparison.statement(side, checksums, keys).query(Sums::of).list();
	}

	@Override
	public List<Paired> pairs(Keys keys) {
		ComparisonSql sql = this.comparison.sql();
		// Blue's transaction is over before Green compares, or waits for anything.
		Sent sent = this.blue.inSnapshot(() -> new Sent(
				this.comparison.statement(this.blue, sql.countSource(keys), keys).query(Long.class).single(),
				fetchRows(keys)));
		Keys inGreen = inGreen(keys);
		List<Paired> pairs = this.comparison.statement(this.green, sql.pairs(inGreen, sent.rows()), inGreen)
			.params(sent.rows().parameters())
			.query(Paired::of)
			.list();
		return Stream.concat(pairs.stream(), Stream.of(Paired.ofSource(sent.source()))).toList();
	}

	/**
	 * Rows as they were in Blue.
	 *
	 * @param source how many rows its source had
	 */
	private record Sent(long source, RowSource rows) {
	}

	/**
	 * Where Green orders keys in another way, a range of Blue's is each of its keys. The
	 * server takes reading them one by one for dearer than it is, and would rather read
	 * all of the table.
	 */
	@Override
	public Keys inGreen(Keys keys) {
		Mapping mapping = this.comparison.mapping();
		if (mapping.isOrderedAlike() || keys instanceof KeySet) {
			return keys;
		}
		this.green.client().sql("SELECT set_config('random_page_cost', '1.1', true)").query((row) -> {
		});
		KeyedRelation keyed = KeyedRelation.ofSource(this.blue, mapping);
		return this.blue.in(() -> KeySet.of(this.blue.client()
			.sql("SELECT %s AS key FROM %s b WHERE %s".formatted(Columns.of(keyed.key()).texts("b"), keyed.relation(),
					keys.predicate("b", keyed.key())))
			.params(keys.parameters())));
	}

	@Override
	public RowSource fetchRows(Keys keys) {
		return this.transport.fetchRows(keys);
	}

	@Override
	public Looked look(KeySet keys, Optional<String> since) {
		ChangesSeen changes = new ChangesSeen(this.green, this.blue, this.comparison.mapping());
		// Asks Green for the position first, whose snapshot stands from then on.
		Optional<Position> position = changes.position();
		return this.blue
			.inSnapshot(() -> new Looked(fetchRows(keys), changes.open(keys, position), changes.gone(keys, since)));
	}

}
