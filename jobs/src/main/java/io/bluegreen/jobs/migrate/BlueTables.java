package io.bluegreen.jobs.migrate;

import java.util.List;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Tables of Blue as `track` is told them, and as the settings name them.
 */
final class BlueTables {

	private BlueTables() {
	}

	/** The tables of these names, each written as in SQL. */
	static List<Relation> named(Side blue, List<String> names) {
		if (names.isEmpty()) {
			throw new RefusedException("no table is named", "bluegreen track SCHEMA.TABLE..");
		}
		Catalog catalog = new Catalog(blue.client()).readAhead(names);
		return names.stream()
			.map((name) -> catalog.relation(name)
				.filter(Relation::isTable)
				.orElseThrow(() -> new RefusedException("%s is no table of Blue".formatted(name),
						"name it as SCHEMA.TABLE, quoted where SQL needs it")))
			.toList();
	}

	/** All that are configured; tracking needs none. */
	static List<MappingSettings> mappings(BluegreenSettings settings) {
		return settings.tablesByName().isEmpty() ? List.of() : settings.mappings(List.of());
	}

}
