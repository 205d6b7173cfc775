package io.bluegreen.transport;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;

/**
 * Brings Blue's rows of one mapping within reach of statements in Green. To be called in
 * the transaction of Green that reads them, after it has {@linkplain io.bluegreen.apply
 * entered} where it applies.
 */
public sealed interface Transport permits InDatabase, Streaming {

	/**
	 * The rows that the mapping shows of these keys, as Blue has them now. Each call
	 * takes the place of the one before.
	 */
	RowSource fetchRows(Keys keys);

	/**
	 * The keys among these that the source has now: their key columns, nothing else.
	 */
	RowSource sourceKeys(KeySet keys);

	/**
	 * The first keys of a range that the mapping shows.
	 * @param limit how many at most
	 */
	KeySet firstKeys(JdbcClient green, KeyRange range, int limit);

	/**
	 * Writes the rows of these keys, where Green has none of them, in the order of the
	 * key.
	 * @return how many there were
	 * @throws org.springframework.dao.DuplicateKeyException if Green has one after all,
	 * or is about to
	 */
	long insert(JdbcClient green, Keys keys);

}
