package io.bluegreen.jobs.migrate;

import java.util.List;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * What an interrupted CREATE INDEX CONCURRENTLY leaves behind: an index that is kept up
 * to date and used by nobody, and whose name is taken.
 */
class InvalidIndexes {

	private static final String INVALID = """
			SELECT x.indexrelid::regclass::text FROM pg_index x
			WHERE x.indrelid = ? AND NOT x.indisvalid
			  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = x.indexrelid)
			""";

	private final Side green;

	private final BluegreenSettings settings;

	InvalidIndexes(Side green, BluegreenSettings settings) {
		this.green = green;
		this.settings = settings;
	}

	/**
	 * Drops those of the configured tables, without a transaction around it.
	 * @return a sentence for each
	 */
	List<String> drop() {
		Catalog catalog = new Catalog(this.green.client());
		return this.settings.mappings(List.of())
			.stream()
			.map(MappingSettings::to)
			.flatMap((table) -> catalog.relation(table).stream())
			.map(Relation::oid)
			.flatMap((table) -> this.green
				.in(() -> this.green.client().sql(INVALID).param(table).query(String.class).list())
				.stream())
			.map(this::drop)
			.toList();
	}

	private String drop(String index) {
		this.green.client().sql("DROP INDEX CONCURRENTLY IF EXISTS " + index).update();
		return "Green: dropped %s, which an interrupted build had left invalid".formatted(index);
	}

}
