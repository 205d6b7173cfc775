package io.bluegreen.jobs.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import org.jspecify.annotations.Nullable;

/**
 * Puts the names of a table's key columns to the values that the control schema keeps.
 */
class KeyNames {

	private final Side green;

	private final BluegreenSettings settings;

	KeyNames(Side green, BluegreenSettings settings) {
		this.green = green;
		this.settings = settings;
	}

	/** The configured mappings of these tables; of all where none is named. */
	List<MappingSettings> mappings(List<String> tables) {
		return this.settings.mappings(tables);
	}

	/** The key columns of a table. */
	List<String> of(MappingSettings table) {
		Catalog catalog = new Catalog(this.green.client());
		return table.key().isEmpty() ? catalog.relation(table.to()).map(catalog::primaryKey).orElse(List.of())
				: catalog.identifiers(table.key());
	}

	/** A key as a JSON object; null stays null. */
	static @Nullable Map<String, String> named(List<String> names, @Nullable List<String> values) {
		if (values == null) {
			return null;
		}
		Map<String, String> key = new LinkedHashMap<>();
		for (int i = 0; i < values.size(); i++) {
			key.put((i < names.size()) ? names.get(i) : "key" + i, values.get(i));
		}
		return key;
	}

}
