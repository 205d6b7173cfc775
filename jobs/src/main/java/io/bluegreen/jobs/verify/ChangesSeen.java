package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.Position;
import io.bluegreen.tracking.TrackedTable;

/**
 * What Blue's change log says of single keys, up to whatever the current snapshot of Blue
 * sees.
 *
 * @param green has the position
 * @param blue has the log
 */
record ChangesSeen(Side green, Side blue, Mapping mapping) {

	private static final KeySet NONE = new KeySet(List.of());

	/** Any transaction that a snapshot sees lies before it. */
	private static final String NOW = "{\"snapshot\": \"9223372036854775807:9223372036854775807:\"}";

	/**
	 * Where the last reconcile pass stood, whatever it read; empty where no pass stands.
	 */
	Optional<Position> position() {
		return this.green.in(() -> this.green.client()
			.sql("SELECT (position - 'mapping')::text FROM bluegreen.log_position WHERE table_name = ? AND broken IS NULL")
			.param(this.mapping.table())
			.query(String.class)
			.optional()
			.map(Position::new));
	}

	/** Those of some keys whose change the reconcile has not taken over. */
	KeySet open(KeySet keys, Optional<Position> position) {
		return position
			.flatMap((before) -> this.blue.in(() -> tracked()
				.filter((table) -> before.broken(this.blue.client(), Position.now(this.blue.client(), table.relation()))
					.isEmpty())
				.map((table) -> keys(table, "", keys, before.json()))))
			.orElse(NONE);
	}

	/**
	 * Those of some keys that were deleted, or changed away, since a position: all of
	 * them where the log was pruned past it.
	 */
	KeySet gone(KeySet keys, Optional<String> since) {
		return since.flatMap((before) -> this.blue.in(() -> tracked().map((table) -> {
			try {
				return this.blue.nested(() -> keys(table, "c.gone AND ", keys, before));
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).isPruned()) {
					throw ex;
				}
				return keys;
			}
		}))).orElse(NONE);
	}

	private Optional<TrackedTable> tracked() {
		return this.mapping.source().flatMap((source) -> TrackedTable.find(this.blue.client(), source.oid()));
	}

	private KeySet keys(TrackedTable table, String condition, KeySet keys, String before) {
		ChangeLog log = new ChangeLog(table);
		String changes = log.changes(this.mapping.sourceKey().stream().map(Column::name).toList());
		return KeySet.of(log.bind(this.blue.client()
			.sql("SELECT c.key FROM (%s) c WHERE %sc.key IN (%s)".formatted(changes, condition, keys.texts()))
			.params(keys.parameters()), before, NOW));
	}

}
