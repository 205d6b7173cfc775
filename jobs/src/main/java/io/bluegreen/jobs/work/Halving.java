package io.bluegreen.jobs.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.bisection.KeyedRelation.Middle;
import io.bluegreen.catalog.Column;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.session.TransactionLimitException;

/**
 * Where to cut a chunk that is too much for one transaction.
 *
 * @param relations that the plan's ranges are even over
 */
record Halving(List<KeyedRelation> relations) {

	/**
	 * Whether a chunk failed because of its size: a statement or a transaction took too
	 * long, or the session was ended because of that.
	 */
	static boolean mayHelp(DataAccessException failure) {
		return failure instanceof TransactionLimitException || ServerError.of(failure).sqlState().equals("57014");
	}

	/**
	 * The middle of a chunk, by the relation that has most of its keys; empty if there is
	 * none, or if not even the keys can be read in time.
	 */
	Optional<Middle> middle(Chunk chunk) {
		try {
			return this.relations.stream()
				.flatMap((relation) -> relation.middle(chunk.range()).stream())
				.max((one, other) -> Long.compare(one.keys(), other.keys()));
		}
		catch (DataAccessException ex) {
			if (mayHelp(ex)) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/** Names the only row of a chunk. */
	String name(Middle only) {
		List<Column> key = this.relations.get(0).key();
		return IntStream.range(0, key.size())
			.mapToObj((i) -> key.get(i).name() + " = " + only.key().get(i))
			.collect(Collectors.joining(", ", "; its only row is ", ""));
	}

}
