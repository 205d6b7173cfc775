package io.bluegreen.transport;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;

/**
 * Brings the source's rows of one mapping within reach of statements in the target. To be
 * called in the transaction of the target that reads them, after it has
 * {@linkplain io.bluegreen.apply entered} where it applies.
 */
public sealed interface Transport permits InDatabase, Streaming, Held {

	/**
	 * The rows that the mapping shows of these keys, as the source has them now. Each
	 * call takes the place of the one before.
	 */
	RowSource fetchRows(Keys keys);

	/**
	 * The keys among these that the source table has now: their key columns, nothing
	 * else.
	 */
	RowSource sourceKeys(KeySet keys);

	/**
	 * The first keys of a range that the mapping shows.
	 * @param limit how many at most
	 */
	KeySet firstKeys(JdbcClient target, KeyRange range, int limit);

	/**
	 * Reads all rows of a range, for many statements on parts of it until the transaction
	 * ends.
	 * @return empty if statements reach the source itself, or the target orders keys in
	 * another way
	 */
	Optional<Held> hold(KeyRange range);

	/**
	 * Rows of the source on their way into a table of the target, without a statement
	 * that could look at them.
	 */
	@FunctionalInterface
	interface DirectCopy {

		/**
		 * Copies what the mapping shows of these keys, in the order of the key, in the
		 * target's transaction, while one is open in the source.
		 * @return the number of rows
		 */
		long copy(Keys keys);

	}

	/**
	 * The fastest way into a table of the target.
	 * @param table has these columns
	 * @param columns of the target, which the mapping shows as well
	 * @return empty if a statement is as fast, or a value does not arrive so
	 */
	Optional<DirectCopy> directly(Relation table, List<Column> columns);

}
