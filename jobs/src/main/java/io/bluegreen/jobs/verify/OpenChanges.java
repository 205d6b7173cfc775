package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.Position;
import io.bluegreen.tracking.TrackedTable;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The part of Blue's change log that the reconcile has not taken over.
 *
 * @param log of the source table
 * @param key its columns, in the order of the mapping's key
 * @param before position of the last pass
 */
record OpenChanges(ChangeLog log, List<String> key, String before) {

	/**
	 * Up to whatever the statement that reads the log sees: a change between two
	 * statements would be missed otherwise.
	 */
	private static final String NOW = "{\"snapshot\": \"9223372036854775807:9223372036854775807:\"}";

	/**
	 * The open changes of a table; empty where there is no position from which they can
	 * be told.
	 */
	static Optional<OpenChanges> of(Side green, Mapping mapping) {
		return green.in(() -> mapping.source()
			.flatMap((source) -> TrackedTable.find(green.client(), source.oid()))
			.flatMap((table) -> before(green, mapping.table()).flatMap((before) -> {
				Position now = Position.now(green.client(), table.relation());
				return before.broken(green.client(), now).isPresent() ? Optional.empty()
						: Optional.of(new OpenChanges(new ChangeLog(table),
								mapping.sourceKey().stream().map(Column::name).toList(), before.json()));
			})));
	}

	private static Optional<Position> before(Side green, String table) {
		return green.client()
			.sql("SELECT position::text FROM bluegreen.log_position WHERE table_name = ? AND broken IS NULL")
			.param(table)
			.query(String.class)
			.optional()
			.map(Position::new);
	}

	/** The query for their keys. */
	String query() {
		return this.log.changes(this.key);
	}

	/** Binds the parameters of the query. */
	StatementSpec bind(StatementSpec statement) {
		return this.log.bind(statement, this.before, NOW);
	}

}
