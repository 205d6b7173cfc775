package io.bluegreen.transport;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;

/**
 * The rows of a range that were read once, for statement after statement on parts of it.
 * What is asked for by single keys may lie beyond the range, and is read as usual.
 *
 * @param rows all that the range has
 * @param origin where they come from
 */
public record Held(RowSource rows, Streaming origin) implements Transport {

	@Override
	public RowSource fetchRows(Keys keys) {
		if (!(keys instanceof KeyRange part)) {
			return this.origin.fetchRows(keys);
		}
		return new RowSource(this.rows.relation(), part.predicate("b", this.rows.key()), this.rows.key(),
				part.parameters());
	}

	@Override
	public RowSource sourceKeys(KeySet keys) {
		return this.origin.sourceKeys(keys);
	}

	@Override
	public KeySet firstKeys(JdbcClient target, KeyRange range, int limit) {
		return this.origin.firstKeys(target, range, limit);
	}

	@Override
	public Optional<DirectCopy> directly(Relation table, List<Column> columns) {
		return this.origin.directly(table, columns);
	}

	@Override
	public Optional<Held> hold(KeyRange range) {
		return this.origin.hold(range);
	}

}
