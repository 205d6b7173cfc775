package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.KeySet;
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
record OpenLog(ChangeLog log, List<String> key, String before) implements OpenChanges {

	/**
	 * Up to whatever the statement that reads the log sees: a change between two
	 * statements would be missed otherwise.
	 */
	private static final String NOW = "{\"snapshot\": \"9223372036854775807:9223372036854775807:\"}";

	/**
	 * The open changes of a table; empty where there is no position from which they can
	 * be told.
	 * @param green has the position
	 * @param blue has the log
	 */
	static Optional<OpenLog> find(Side green, Side blue, Mapping mapping) {
		Optional<Position> noted = green.in(() -> before(green, mapping.table()));
		return noted.flatMap((before) -> blue.in(() -> mapping.source()
			.flatMap((source) -> TrackedTable.find(blue.client(), source.oid()))
			.filter((table) -> before.broken(blue.client(), Position.now(blue.client(), table.relation())).isEmpty())
			.map((table) -> new OpenLog(new ChangeLog(table), mapping.sourceKey().stream().map(Column::name).toList(),
					before.json()))));
	}

	private static Optional<Position> before(Side green, String table) {
		return green.client()
			.sql("SELECT position::text FROM bluegreen.log_position WHERE table_name = ? AND broken IS NULL")
			.param(table)
			.query(String.class)
			.optional()
			.map(Position::new);
	}

	@Override
	public String query() {
		return "SELECT c.key FROM (" + this.log.changes(this.key) + ") c";
	}

	@Override
	public StatementSpec bind(StatementSpec statement) {
		return this.log.bind(statement, this.before, NOW);
	}

	/** Those of some keys, for a statement in another database. */
	OpenKeys read(Side blue, KeySet keys) {
		KeySet open = KeySet
			.of(bind(blue.client().sql(query() + " WHERE c.key IN (" + keys.texts() + ")").params(keys.parameters())));
		return new OpenKeys(this.key.size(), open.keys());
	}

}
