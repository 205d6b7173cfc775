package io.bluegreen.transport;

import java.util.List;

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
		this.keys.parameters()
			.forEach((name, value) -> source
				.sql("SELECT set_config(:setting, %s, true)"
					.formatted((value instanceof String[]) ? "(:value::text[])::text" : ":value"))
				.param("setting", "bluegreen." + name)
				.param("value", value)
				.query((row) -> {
				}));
	}

	String sql() {
		return "COPY (SELECT %s FROM %s b WHERE %s ORDER BY %s) TO STDOUT (FORMAT binary)".formatted(this.columns,
				this.relation, this.keys.predicate("b", this.key, SETTING::formatted), Columns.of(this.key).list("b"));
	}

}
