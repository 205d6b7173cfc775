package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Reach;
import io.bluegreen.transport.Transport;

/**
 * Each side in its own database. Checksums are asked of both at once; where rows are
 * looked at, Blue's come to Green, so that one server compares them by its own rules.
 *
 * @param executor runs what Blue is asked beside Green
 */
record OnBothSides(Side blue, Side green, Transport transport, Comparison comparison,
		Executor executor) implements Reading {

	@Override
	public List<Sums> checksums(KeyRange range) {
		ComparisonSql sql = this.comparison.sql();
		CompletableFuture<List<Sums>> there = CompletableFuture
			.supplyAsync(() -> this.blue.in(() -> sums(this.blue, sql.blueChecksums(range), range)), this.executor);
		try {
			List<Sums> here = sums(this.green, sql.greenChecksums(range), range);
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

	private List<Sums> sums(Side side, String checksums, KeyRange range) {
		return this.comparison.statement(side, checksums, range).query(Sums::of).list();
	}

	@Override
	public List<Paired> pairs(KeyRange range) {
		ComparisonSql sql = this.comparison.sql();
		// Blue's transaction is over before Green compares, or waits for anything.
		Sent sent = this.blue.inSnapshot(() -> new Sent(
				this.comparison.statement(this.blue, sql.countSource(range), range).query(Long.class).single(),
				rows(range)));
		List<Paired> pairs = this.comparison.statement(this.green, sql.pairs(range, sent.rows()), range)
			.query(Paired::of)
			.list();
		return Stream.concat(pairs.stream(), Stream.of(Paired.ofSource(sent.source()))).toList();
	}

	/**
	 * A range as it was in Blue.
	 *
	 * @param source how many rows its source had
	 */
	private record Sent(long source, Reach rows) {
	}

	@Override
	public Reach rows(Keys keys) {
		return this.transport.rows(keys);
	}

	@Override
	public Looked look(KeySet keys) {
		// Asks Green for the position first, whose snapshot stands from then on.
		Optional<OpenLog> log = OpenLog.find(this.green, this.blue, this.comparison.mapping());
		return this.blue.inSnapshot(() -> new Looked(rows(keys), log.map((changes) -> changes.read(this.blue, keys))));
	}

}
