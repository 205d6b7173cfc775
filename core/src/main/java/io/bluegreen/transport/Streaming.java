package io.bluegreen.transport;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Blue and Green are two databases: binary COPY out of Blue straight into Green, row by
 * row, so that memory grows neither with the table nor with the range. Where Green has
 * rows already, into a temporary table that takes Blue's place in the statement.
 */
public final class Streaming implements Transport {

	private final Side blue;

	private final Side green;

	private final Mapping mapping;

	public Streaming(Side blue, Side green, Mapping mapping) {
		this.blue = blue;
		this.green = green;
		this.mapping = mapping;
	}

	@Override
	public RowSource fetchRows(Keys keys) {
		Relation from = this.mapping.from();
		return fetch("rows", new BoundRows(from.sql(), this.mapping.fromKey(), from.columns(), this.mapping.shared()),
				keys);
	}

	@Override
	public RowSource sourceKeys(KeySet keys) {
		Relation source = this.mapping.source().orElse(this.mapping.from());
		List<Column> key = this.mapping.source().isPresent() ? this.mapping.sourceKey() : this.mapping.fromKey();
		return fetch("keys", new BoundRows(source.sql(), key, key, this.mapping.key()), keys);
	}

	private RowSource fetch(String what, BoundRows rows, Keys keys) {
		Optional<RowSource> bound = (keys instanceof KeySet few && rows.suit(few))
				? this.blue.in(() -> rows.read(this.blue.client(), this.mapping.key(), few)) : Optional.empty();
		return bound.orElseGet(() -> stage(what, rows, keys));
	}

	private RowSource stage(String what, BoundRows rows, Keys keys) {
		Staging staging = new Staging("bluegreen_%s_%d".formatted(what, this.mapping.to().oid()), rows.columns());
		staging.empty(this.green.client());
		copy(new CopyOut(rows.relation(), staging.sent(rows.sent()), rows.key(), keys), staging.copyIn());
		return staging.reach(this.mapping.key());
	}

	@Override
	public KeySet firstKeys(JdbcClient green, KeyRange range, int limit) {
		return this.blue.in(() -> new FirstKeys(this.mapping, range, limit).read(this.blue.client()));
	}

	@Override
	public Optional<DirectCopy> directly(Relation table, List<Column> columns) {
		if (columns.stream().anyMatch(Column::sentAsText)) {
			return Optional.empty();
		}
		String sent = Columns.of(columns.stream().map(this.mapping::inView).toList()).list("b");
		String in = "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table.sql(), Columns.of(columns).names());
		return Optional
			.of((keys) -> copy(new CopyOut(this.mapping.from().sql(), sent, this.mapping.fromKey(), keys), in));
	}

	private long copy(CopyOut out, String in) {
		return this.blue.in(() -> {
			out.bind(this.blue.client());
			return new CopyPipe(this.blue.dataSource(), this.green.dataSource()).run(out.sql(), in);
		});
	}

}
