package io.bluegreen.transport;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;

/**
 * The first keys of a range, as the source orders them.
 */
record FirstKeys(Mapping mapping, KeyRange range, int limit) {

	private static final SqlTemplate KEYS = SqlTemplate.of("""
			SELECT {keyText} AS key FROM {from} b WHERE {condition} ORDER BY {key} LIMIT {limit}
			""");

	KeySet read(JdbcClient source) {
		List<Column> key = this.mapping.fromKey();
		return KeySet.of(
				source
					.sql(KEYS.with("keyText", Columns.of(key).texts("b"))
						.with("from", this.mapping.from().sql())
						.with("condition", this.range.predicate("b", key))
						.with("key", Columns.of(key).list("b"))
						.with("limit", String.valueOf(this.limit))
						.sql())
					.params(this.range.parameters()));
	}

}
