package io.bluegreen.transport;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.SampleColumns;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.Mappings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class BoundRowsTests {

	private static final Mapping ENTRY = Mappings.entry();

	private static BoundRows rows(List<Column> columns) {
		return new BoundRows("row", "blue.entry_as_green", ENTRY.fromKey(), columns, columns);
	}

	@Test
	void listsOfTextAreReadUnlessTheyAreTooLong() {
		Noted source = new Noted();
		rows(List.of(SampleColumns.bigint("no"), SampleColumns.quotedNumeric("Amount"))).read(source.client(),
				ENTRY.key(), new KeySet(List.of(List.of("EU", "1"))));
		assertThat(source.statements().get(0)).isEqualToNormalizingWhitespace(
				"""
						WITH few AS MATERIALIZED (
						    SELECT b.no, b."Amount" FROM blue.entry_as_green b
						    WHERE (b.region, b.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
						                                   FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
						), lists AS MATERIALIZED (
						    SELECT coalesce(array_agg(b.no::text), '{}')::text AS list0,
						           coalesce(array_agg(b."Amount"::text), '{}')::text AS list1
						    FROM few b
						    WHERE (SELECT coalesce(sum(size.bytes), 0)
						           FROM few b, unnest(ARRAY[pg_column_size(b.no), pg_column_size(b."Amount")]) size (bytes)) <= :mostBytes
						    HAVING count(*) = (SELECT count(*) FROM few)
						)
						SELECT * FROM lists l
						WHERE (SELECT sum(bytes) FROM unnest(ARRAY[octet_length(l.list0), octet_length(l.list1)]) bytes) <= :mostBytes
						""");
	}

	@Test
	void targetReadsThemInItsOwnTypesAndCollations() {
		assertThat(
				rows(List.of(SampleColumns.text("region", "pg_catalog.\"C\""), SampleColumns.quotedNumeric("Amount")))
					.rows())
			.isEqualToNormalizingWhitespace("""
					(SELECT (r.k0)::text::text COLLATE pg_catalog."C" AS region, (r.k1)::text::numeric(12,2) AS "Amount"
					FROM unnest(:row0::text[], :row1::text[]) r (k0, k1))""");
	}

	@Test
	void manyKeysAndColumnsWhoseTextSaysLessGoAnotherWay() {
		KeySet few = new KeySet(Collections.nCopies(100, List.of("EU", "1")));
		KeySet many = new KeySet(Collections.nCopies(101, List.of("EU", "1")));
		Column money = new Column("m", "m", "money", "", true, false, false, "%s", List.of(), false, false, "money",
				"");
		assertThat(rows(ENTRY.key()).suit(few)).isTrue();
		assertThat(rows(ENTRY.key()).suit(many)).isFalse();
		assertThat(rows(List.of(SampleColumns.bigint("no"), money)).suit(few)).isFalse();
	}

}
