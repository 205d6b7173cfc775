package io.bluegreen.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

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
 * The source and the target are two databases: binary COPY out of the source straight
 * into the target, row by row, so that memory grows neither with the table nor with the
 * range. Where the target has rows already, into a temporary table that takes the
 * source's place in the statement.
 */
public final class Streaming implements Transport {

	private final Side source;

	private final Side target;

	private final Mapping mapping;

	/** A range that was held keeps its rows as long as the transaction. */
	private final AtomicLong held = new AtomicLong();

	public Streaming(Side source, Side target, Mapping mapping) {
		this.source = source;
		this.target = target;
		this.mapping = mapping;
	}

	@Override
	public RowSource fetchRows(Keys keys) {
		return fetch("rows", rows(), keys);
	}

	private BoundRows rows() {
		Relation from = this.mapping.from();
		return new BoundRows("row", from.sql(), this.mapping.fromKey(), from.columns(), this.mapping.shared());
	}

	@Override
	public Optional<Held> hold(KeyRange range) {
		if (!this.mapping.isOrderedAlike()) {
			return Optional.empty();
		}
		BoundRows rows = rows();
		Staging staging = Staging.spelled(name("held_" + this.held.incrementAndGet()), rows.columns(),
				this.mapping.key());
		staging.create(this.target.client());
		return Optional.of(new Held(copy(rows, range, staging), this));
	}

	@Override
	public RowSource sourceKeys(KeySet keys) {
		Relation source = this.mapping.source().orElse(this.mapping.from());
		List<Column> key = this.mapping.sourceKey();
		return fetch("keys", new BoundRows("sourceKey", source.sql(), key, key, this.mapping.key()), keys);
	}

	private RowSource fetch(String what, BoundRows rows, Keys keys) {
		Optional<RowSource> bound = (keys instanceof KeySet few && rows.suit(few))
				? this.source.in(() -> rows.read(this.source.client(), this.mapping.key(), few)) : Optional.empty();
		return bound.orElseGet(() -> stage(what, rows, keys));
	}

	private RowSource stage(String what, BoundRows rows, Keys keys) {
		Staging staging = Staging.usual(name(what), rows.columns());
		staging.empty(this.target.client());
		return copy(rows, keys, staging);
	}

	private String name(String what) {
		return "bluegreen_%s_%d".formatted(what, this.mapping.to().oid());
	}

	private RowSource copy(BoundRows rows, Keys keys, Staging staging) {
		copy(new CopyOut(rows.relation(), staging.sent(rows.sent()), rows.key(), keys), staging.copyIn());
		return staging.reach(this.mapping.key());
	}

	@Override
	public KeySet firstKeys(JdbcClient target, KeyRange range, int limit) {
		return this.source.in(() -> new FirstKeys(this.mapping, range, limit).read(this.source.client()));
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
		return this.source.in(() -> {
			out.bind(this.source.client());
			return new CopyPipe(this.source.dataSource(), this.target.dataSource()).run(out.sql(), in);
		});
	}

}
