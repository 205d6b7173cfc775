package io.bluegreen.catalog;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RelationTests {

	@ParameterizedTest
	@CsvSource({ "r, true", "p, true", "v, false", "m, false", "f, false" })
	void onlyPlainAndPartitionedTablesAreTables(String kind, boolean table) {
		assertThat(new Relation(1, "blue.account", kind, false, List.of()).isTable()).isEqualTo(table);
	}

	@Test
	void columnIsFoundByItsNameWithoutQuotes() {
		Relation account = new Relation(1, "blue.account", "r", false, List.of(SampleColumns.quotedNumeric("Amount")));
		assertThat(account.column("Amount")).contains(SampleColumns.quotedNumeric("Amount"));
		assertThat(account.column("\"Amount\"")).isEmpty();
	}

}
