package io.bluegreen.jobs.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.TableKeys;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Puts the names of a table's key columns to the values that the control schema keeps.
 */
public class KeyNames {

	private final Side green;

	private final Preflight preflight;

	private final BluegreenSettings settings;

	KeyNames(Side green, Preflight preflight, BluegreenSettings settings) {
		this.green = green;
		this.preflight = preflight;
		this.settings = settings;
	}

	/**
	 * The configured mappings of these tables; of all where none is named.
	 * @throws io.bluegreen.failure.RefusedException if there is no control schema to ask
	 */
	List<MappingSettings> mappings(List<String> tables) {
		List<MappingSettings> mappings = this.settings.mappings(tables);
		this.preflight.checkControlSchema();
		return mappings;
	}

	/** The key columns of a table. */
	List<String> of(MappingSettings table) {
		Catalog catalog = new Catalog(this.green.client());
		return table.key().isEmpty()
				? catalog.relation(table.to()).map(new TableKeys(this.green.client())::primary).orElse(List.of())
				: catalog.identifiers(table.key());
	}

	/**
	 * Refuses a word that is none of these.
	 * @param word null: all of them are meant
	 */
	static void requireWord(String option, @Nullable String word, String... words) {
		if (word != null && !List.of(words).contains(word)) {
			throw new RefusedException("%s: %s is unknown".formatted(option, word),
					"it takes %s (default: all)".formatted(String.join(", ", words)));
		}
	}

	/**
	 * A key as a JSON object.
	 * @param values null: an open bound, whose object is empty
	 */
	public static Map<String, String> named(List<String> names, @Nullable List<String> values) {
		Map<String, String> key = new LinkedHashMap<>();
		if (values == null) {
			return key;
		}
		for (int i = 0; i < values.size(); i++) {
			key.put((i < names.size()) ? names.get(i) : "key" + i, values.get(i));
		}
		return key;
	}

}
