package io.bluegreen.mapping;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.SampleColumns;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RowHashTests {

	private static final List<Column> COLUMNS = List.of(SampleColumns.bigint("id"), SampleColumns.citext("email"));

	@Test
	void rowIsHashedByTheBytesOfItsColumns() {
		assertThat(RowHash.of(COLUMNS, "b", ":seed"))
			.isEqualTo("hash_record_extended(ROW(int8send(b.id), b.email::text COLLATE pg_catalog.\"C\"), :seed)");
	}

	@Test
	void mixedHashIsTakenOverTheEightBytesOfTheHashOfTheRow() {
		assertThat(RowHash.mixed(COLUMNS, "g", ":row", ":mix")).isEqualToNormalizingWhitespace("""
				hash_record_extended(ROW(int8send(\
				hash_record_extended(ROW(int8send(g.id), g.email::text COLLATE pg_catalog."C"), :row))), :mix)""");
	}

	@Test
	void rowWithoutColumnsHasAHashAsWell() {
		assertThat(RowHash.of(List.of(), "b", ":seed")).isEqualTo("hash_record_extended(ROW(), :seed)");
	}

}
