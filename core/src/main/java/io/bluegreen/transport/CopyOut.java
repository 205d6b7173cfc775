package io.bluegreen.transport;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.mapping.Keys;

/**
 * A COPY of rows of some keys out of the source, in the order of the key. COPY takes no
 * bind variables, so the keys are bound to settings of the transaction, from which it
 * reads them.
 *
 * @param relation quoted
 * @param columns what is sent, in SQL
 * @param key the relation's key columns
 */
record CopyOut(String relation, String columns, List<Column> key, Keys keys) {

	private static final String SETTING = "current_setting('bluegreen.%s')";

	/** Binds the keys, in the transaction that copies. */
	void bind(JdbcClient source) {
		if (!this.keys.parameters().isEmpty()) {
			source
				.sql(this.keys.parameters()
					.entrySet()
					.stream()
					.map((key) -> bound(key.getKey(), key.getValue()))
					.collect(Collectors.joining(", ", "SELECT ", "")))
				.params(this.keys.parameters())
				.query((row) -> {
				});
		}
	}

	private static String bound(String name, Object value) {
		return "set_config('bluegreen.%s', %s, true)".formatted(name,
				(value instanceof String[]) ? "(:%s::text[])::text".formatted(name) : ":" + name);
	}

	String sql() {
		return "COPY (SELECT %s FROM %s b WHERE %s ORDER BY %s) TO STDOUT (FORMAT binary)".formatted(this.columns,
				this.relation, this.keys.predicate("b", this.key, SETTING::formatted), Columns.of(this.key).list("b"));
	}

}
