package io.bluegreen.mapping;

import java.util.List;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;

/**
 * The 64-bit hash of columns of a row, in SQL: the only one that stands for content, in
 * ranges, digests and probes. (A row has as many entries as columns, of which a table has
 * 1600 at most; the server takes 1664.)
 */
public final class RowHash {

	private RowHash() {
	}

	/**
	 * The hash of a row. It is linear in its columns: two rows that exchange a value
	 * leave a sum of such hashes as it was, and nearly so an XOR.
	 * @param seed an expression of type bigint
	 */
	public static String of(List<Column> columns, String alias, String seed) {
		return columns.stream()
			.map((column) -> column.hashed(alias))
			.collect(Collectors.joining(", ", "hash_record_extended(ROW(", "), " + seed + ")"));
	}

	/**
	 * The hash of that hash, which is not linear any more. It is taken over the eight
	 * bytes, since hashint8extended folds them to four.
	 */
	public static String mixed(List<Column> columns, String alias, String seed, String mixSeed) {
		return "hash_record_extended(ROW(int8send(%s)), %s)".formatted(of(columns, alias, seed), mixSeed);
	}

}
