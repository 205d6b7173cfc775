package io.bluegreen.transport;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Mapping;

/**
 * A fresh load: ON CONFLICT costs half as much again.
 */
record Insert(Mapping mapping, RowSource rows) {

	private static final String INSERT = """
			INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s b WHERE %s ORDER BY %s
			""";

	long run(JdbcClient green) {
		List<Column> written = this.mapping.written();
		return green
			.sql(INSERT.formatted(this.mapping.to().sql(), Mapping.names(written), Mapping.list(written, "b"),
					this.rows.relation(), this.rows.condition(), Mapping.list(this.rows.key(), "b")))
			.params(this.rows.parameters())
			.update();
	}

}
