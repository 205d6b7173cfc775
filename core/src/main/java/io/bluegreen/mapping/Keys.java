package io.bluegreen.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
	default String predicate(String alias, List<Column> key) {
		return predicate(alias, key, (parameter) -> ":" + parameter);
	}

	/**
	 * The condition that a row's key is among these, for a statement that takes no bind
	 * variables.
	 * @param reference what stands for a parameter, an expression of type text; of text[]
	 * written as text where it is a list
	 */
	String predicate(String alias, List<Column> key, UnaryOperator<String> reference);

	/**
	 * The named parameters of {@link #predicate}.
	 */
	Map<String, Object> parameters();

}
