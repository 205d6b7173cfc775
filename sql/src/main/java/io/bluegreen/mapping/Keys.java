package io.bluegreen.mapping;

import java.util.List;
import java.util.Map;

import io.bluegreen.catalog.Column;

/**
 * The keys that a statement speaks of.
 */
public sealed interface Keys permits KeyRange, KeySet {

	/**
	 * The condition that a row's key is among these.
	 * @param alias of the relation that is asked
	 * @param key its key columns, in the order of the mapping's key
	 */
	String predicate(String alias, List<Column> key);

	/**
	 * The named parameters of {@link #predicate}.
	 */
	Map<String, Object> parameters();

}
