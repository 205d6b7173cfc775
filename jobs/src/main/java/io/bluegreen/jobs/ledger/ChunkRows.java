package io.bluegreen.jobs.ledger;

import java.util.List;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * How many rows make a chunk where nobody says. Each chunk is statements of its own, so
 * it should not be small; nothing interrupts it, so it should not last. Wide rows make
 * fewer.
 */
public class ChunkRows {

	private static final int MOST = 25_000;

	private static final int LEAST = 10;

	private static final double BYTES = 8 << 20;

	/** What a row takes beside its columns. */
	private static final int HEADER = 28;

	/** Rows at each end of the key whose width is looked at. */
	private static final int SAMPLE = 500;

	/** As stored: what lies outside of the table is not read for this. */
	private static final SqlTemplate WIDTH = SqlTemplate.of("""
			SELECT coalesce(avg(bytes), 0) FROM (
			    (SELECT {bytes} AS bytes FROM {source} b ORDER BY {key} LIMIT :rows)
			    UNION ALL
			    (SELECT {bytes} AS bytes FROM {source} b ORDER BY {backwards} LIMIT :rows)) sample
			""");

	private final Side blue;

	/**
	 * Looks at Blue's rows.
	 */
	public ChunkRows(Side blue) {
		this.blue = blue;
	}

	/**
	 * Rows of a chunk of this table: {@value #MOST}, fewer where they are wide.
	 */
	public int of(Mapping mapping) {
		return mapping.source().map((source) -> of(source, mapping.sourceKey())).orElse(MOST);
	}

	private int of(Relation source, List<Column> key) {
		String bytes = source.columns()
			.stream()
			.filter((column) -> !column.generated())
			.map((column) -> "coalesce(pg_column_size(b.%s), 0)".formatted(column.sql()))
			.collect(Collectors.joining(" + "));
		String backwards = key.stream()
			.map((column) -> "b." + column.sql() + " DESC")
			.collect(Collectors.joining(", "));
		double width = this.blue.in(() -> this.blue.client()
			.sql(WIDTH.with("bytes", bytes)
				.with("source", source.sql())
				.with("key", Columns.of(key).list("b"))
				.with("backwards", backwards)
				.sql())
			.param("rows", SAMPLE)
			.query(Double.class)
			.single());
		return (int) Math.max(LEAST, Math.min(MOST, BYTES / (width + HEADER)));
	}

}
