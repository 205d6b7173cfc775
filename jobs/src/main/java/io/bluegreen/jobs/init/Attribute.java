package io.bluegreen.jobs.init;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;

/**
 * A column and what a draft must know of it.
 *
 * @param filled whether the server puts something in where nothing is given: a default,
 * an identity
 * @param generation the expression that the server computes it by; null: it does not
 */
record Attribute(Column column, Type type, boolean filled, @Nullable String generation) {

	String name() {
		return this.column.name();
	}

	String sql() {
		return this.column.sql();
	}

}
