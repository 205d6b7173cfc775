package io.bluegreen.jobs.verify;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.InDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statement that judges rows that were not the same, for three shapes of a table,
 * beside what it is to be.
 */
@Tag("fast")
class RecheckSqlTests {

	private static final Totals NONE = new Totals(List.of(), List.of());

	private static String look(Mapping mapping, Totals totals, String... key) {
		KeySet keys = new KeySet(List.of(List.of(key)));
		return new RecheckSql(mapping, totals).look(keys, new InDatabase(mapping).fetchRows(keys));
	}

	@Test
	void compositeKeysWithAVersionAndTotalsAreJudged() throws IOException {
		assertThat(look(Shapes.entry(), new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT)), "EU", "1"))
			.isEqualToNormalizingWhitespace(Shapes.golden("entry-recheck.sql"));
	}

	@Test
	void rowsWithoutAVersionAreJudgedByTheirContent() throws IOException {
		assertThat(look(Shapes.account(), NONE, "1"))
			.isEqualToNormalizingWhitespace(Shapes.golden("account-recheck.sql"));
	}

	@Test
	void keyThatIgnoresCaseFindsItsNotedTextByItsOwnEquality() {
		assertThat(look(Shapes.member(), NONE, "A@example.org")).containsIgnoringWhitespaces("""
				b ON (b.email) = ((d.key[1])::text::public.citext)
				""", """
				g ON (g.email) = ((d.key[1])::text::public.citext)
				""", """
				((d.key[1])::text::public.citext) IN (SELECT (o.key[1])::text::public.citext FROM open o) AS open
				""");
	}

}
