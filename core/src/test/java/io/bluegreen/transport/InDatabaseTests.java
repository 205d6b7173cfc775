package io.bluegreen.transport;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.Mappings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class InDatabaseTests {

	private static final KeyRange RANGE = new KeyRange(null, List.of("9"));

	private static final KeySet KEYS = new KeySet(List.of(List.of("EU", "1")));

	private static final Mapping ENTRY = Mappings.entry();

	private final Noted green = new Noted();

	@Test
	void rowsAreReadFromTheView() {
		assertThat(new InDatabase(Mappings.account()).fetchRows(RANGE)).isEqualTo(new RowSource("blue.account",
				"true AND (b.id) <= ((:to0)::text::bigint)", Mappings.account().key(), Map.of("to0", "9")));
	}

	@Test
	void keysOfTheSourceAreReadUnderItsOwnNames() {
		RowSource keys = new InDatabase(ENTRY).sourceKeys(KEYS);
		assertThat(keys.relation()).isEqualTo("blue.entry");
		assertThat(keys.condition()).startsWith("(b.area, b.no) IN (");
		assertThat(keys.key()).isEqualTo(ENTRY.sourceKey());
	}

	@Test
	void viewTellsTheKeysWhereTheSourceIsUnknown() {
		InDatabase transport = new InDatabase(Mappings.withoutSource(ENTRY));
		assertThat(transport.sourceKeys(KEYS)).usingRecursiveComparison().isEqualTo(transport.fetchRows(KEYS));
	}

	@Test
	void firstKeysOfARangeAreReadInBluesOrder() {
		new InDatabase(ENTRY).firstKeys(this.green.client(), new KeyRange(null, null), 10);
		assertThat(this.green.statements().get(0)).isEqualToNormalizingWhitespace("""
				SELECT ARRAY[b.region::text, b.number::text] AS key FROM blue.entry_as_green b
				WHERE true AND true
				ORDER BY b.region, b.number LIMIT 10""");
	}

}
