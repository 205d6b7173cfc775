package io.bluegreen.transport;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.SampleColumns;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mappings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CopyOutTests {

	private static CopyOut copy(Keys keys) {
		return new CopyOut("blue.account", "b.id, b.owner", List.of(SampleColumns.bigint("id")), keys);
	}

	@Test
	void rangeIsCopiedInTheOrderOfTheKeyAndReadsItsBoundsFromSettings() {
		assertThat(copy(new KeyRange(List.of("1"), List.of("9"))).sql()).isEqualToNormalizingWhitespace("""
				COPY (SELECT b.id, b.owner
				FROM blue.account b
				WHERE (b.id) > ((current_setting('bluegreen.from0'))::text::bigint)
				AND (b.id) <= ((current_setting('bluegreen.to0'))::text::bigint)
				ORDER BY b.id) TO STDOUT (FORMAT binary)""");
	}

	@Test
	void singleKeysAreReadFromASettingThatHoldsAnArray() {
		assertThat(copy(new KeySet(List.of(List.of("1")))).sql()).isEqualToNormalizingWhitespace("""
				COPY (SELECT b.id, b.owner
				FROM blue.account b
				WHERE (b.id) IN (SELECT (keys.k0)::text::bigint AS id
				                 FROM unnest(current_setting('bluegreen.key0')::text[]) keys (k0))
				ORDER BY b.id) TO STDOUT (FORMAT binary)""");
	}

	@Test
	void compositeKeyOrdersTheCopyByAllItsColumns() {
		assertThat(
				new CopyOut("blue.entry_as_green", "b.region", Mappings.entry().key(), new KeyRange(null, null)).sql())
			.endsWith("WHERE true AND true ORDER BY b.region, b.number) TO STDOUT (FORMAT binary)");
	}

	@Test
	void boundsAreBoundToSettingsOfTheTransactionInOneStatement() {
		Noted noted = new Noted();
		copy(new KeyRange(List.of("1"), List.of("9"))).bind(noted.client());
		assertThat(noted.statements()).singleElement()
			.asString()
			.startsWith("SELECT set_config(")
			.contains("set_config('bluegreen.from0', :from0, true)", "set_config('bluegreen.to0', :to0, true)");
	}

	@Test
	void listOfKeysIsBoundAsTheTextOfAnArray() {
		Noted noted = new Noted();
		copy(new KeySet(List.of(List.of("1"), List.of("2")))).bind(noted.client());
		assertThat(noted.statements())
			.containsExactly("SELECT set_config('bluegreen.key0', (:key0::text[])::text, true)");
	}

}
