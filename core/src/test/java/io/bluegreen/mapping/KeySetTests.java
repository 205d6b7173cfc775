package io.bluegreen.mapping;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.SampleColumns;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class KeySetTests {

	private static final KeySet ENTRIES = new KeySet(List.of(List.of("EU", "1"), List.of("US", "2")));

	@Test
	void emptySetHoldsNoRow() {
		KeySet none = new KeySet(List.of());
		assertThat(none.predicate("b", Mappings.entry().key())).isEqualTo("false");
		assertThat(none.parameters()).isEmpty();
	}

	@Test
	void rowIsInASetIfItsKeyIsOneOfAListOfValues() {
		assertThat(new KeySet(List.of(List.of("1"))).predicate("b", List.of(SampleColumns.bigint("id"))))
			.isEqualToNormalizingWhitespace("""
					(b.id) IN (SELECT (keys.k0)::text::bigint AS id
					           FROM unnest(:key0::text[]) keys (k0))""");
	}

	@Test
	void compositeKeysAreUnnestedSideBySide() {
		assertThat(ENTRIES.predicate("g", Mappings.entry().key())).isEqualToNormalizingWhitespace("""
				(g.region, g.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
				                         FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))""");
	}

	@Test
	void parameterHoldsOneColumnOfAllKeys() {
		assertThat(ENTRIES.parameters()).containsOnlyKeys("key0", "key1")
			.containsEntry("key0", new String[] { "EU", "US" })
			.containsEntry("key1", new String[] { "1", "2" });
	}

	@Test
	void keysAreListedUnderTheNamesOfTheColumnsAskedFor() {
		assertThat(ENTRIES.rows(List.of(SampleColumns.text("area"), SampleColumns.quotedNumeric("No"))))
			.isEqualToNormalizingWhitespace("""
					SELECT (keys.k0)::text::text AS area, (keys.k1)::text::numeric(12,2) AS "No"
					FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1)""");
	}

	@Test
	void keysAreListedAsArraysOfText() {
		assertThat(ENTRIES.texts())
			.isEqualTo("SELECT ARRAY[k0, k1] FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1)");
	}

	@Test
	void aSettingWrittenAsTextMayStandForAListOfKeys() {
		Map<String, Object> one = new KeySet(List.of(List.of("1"))).parameters();
		assertThat(one).containsOnlyKeys("key0");
		assertThat(new KeySet(List.of(List.of("1"))).predicate("b", List.of(SampleColumns.bigint("id")),
				"current_setting('%s')"::formatted))
			.contains("unnest(current_setting('key0')::text[])");
	}

}
