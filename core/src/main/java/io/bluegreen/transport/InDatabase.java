package io.bluegreen.transport;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;

/**
 * The source and the target are one database: a statement reads the source itself, and
 * rows never leave the server.
 */
public record InDatabase(Mapping mapping) implements Transport {

	@Override
	public RowSource fetchRows(Keys keys) {
		return reach(this.mapping.from(), this.mapping.fromKey(), keys);
	}

	@Override
	public RowSource sourceKeys(KeySet keys) {
		return reach(this.mapping.source().orElse(this.mapping.from()), this.mapping.sourceKey(), keys);
	}

	@Override
	public KeySet firstKeys(JdbcClient target, KeyRange range, int limit) {
		return new FirstKeys(this.mapping, range, limit).read(target);
	}

	@Override
	public Optional<Held> hold(KeyRange range) {
		return Optional.empty();
	}

	@Override
	public Optional<DirectCopy> directly(Relation table, List<Column> columns) {
		return Optional.empty();
	}

	private static RowSource reach(Relation relation, List<Column> key, Keys keys) {
		return new RowSource(relation.sql(), keys.predicate("b", key), key, keys.parameters());
	}

}
