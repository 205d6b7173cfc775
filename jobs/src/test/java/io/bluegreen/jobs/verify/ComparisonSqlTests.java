package io.bluegreen.jobs.verify;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.InDatabase;
import io.bluegreen.transport.RowSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statements of verify for three shapes of a table, beside what they are to be.
 */
@Tag("fast")
class ComparisonSqlTests {

	private static final Totals NONE = new Totals(List.of(), List.of());

	private static final Totals BY_REGION = new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT));

	private static final KeyRange RANGE = new KeyRange(List.of("1"), List.of("9"));

	private static final KeyRange ENTRIES = new KeyRange(null, List.of("EU", "9"));

	private static final ComparisonSql ACCOUNT = new ComparisonSql(Shapes.account(), NONE);

	private static final ComparisonSql ENTRY = new ComparisonSql(Shapes.entry(), BY_REGION);

	private static final ComparisonSql MEMBER = new ComparisonSql(Shapes.member(), NONE);

	private static RowSource rows(Mapping mapping, KeyRange range) {
		return new InDatabase(mapping).fetchRows(range);
	}

	@Test
	void checksumsOfTwoTablesCountNoSource() throws IOException {
		assertThat(ACCOUNT.checksums(RANGE)).isEqualToNormalizingWhitespace(Shapes.golden("account-checksums.sql"));
	}

	@Test
	void checksumsThroughAViewCountItsSourceByItsOwnKey() throws IOException {
		assertThat(ENTRY.checksums(ENTRIES)).isEqualToNormalizingWhitespace(Shapes.golden("entry-checksums.sql"));
	}

	@Test
	void pairsOfTwoTablesCountThemselves() throws IOException {
		assertThat(ACCOUNT.pairsAndSource(RANGE, rows(Shapes.account(), RANGE)))
			.isEqualToNormalizingWhitespace(Shapes.golden("account-pairs.sql"));
	}

	@Test
	void pairsThroughAViewAreCountedBesideItsSource() throws IOException {
		assertThat(ENTRY.pairsAndSource(ENTRIES, rows(Shapes.entry(), ENTRIES)))
			.isEqualToNormalizingWhitespace(Shapes.golden("entry-pairs.sql"));
	}

	@Test
	void keyThatIgnoresCaseJoinsByItsEqualityAndIsComparedByItsBytes() throws IOException {
		assertThat(MEMBER.pairsAndSource(RANGE, rows(Shapes.member(), RANGE)))
			.isEqualToNormalizingWhitespace(Shapes.golden("member-pairs.sql"));
	}

	@Test
	void closerLookNotesWhatDiffersAndSumsUpTheRest() throws IOException {
		assertThat(ENTRY.look(ENTRIES, rows(Shapes.entry(), ENTRIES)))
			.isEqualToNormalizingWhitespace(Shapes.golden("entry-look.sql"));
	}

	@Test
	void sourceThatIsOutOfReachIsCountedElsewhere() {
		assertThat(ENTRY.pairs(ENTRIES, rows(Shapes.entry(), ENTRIES))).endsWith("""
				UNION ALL
				SELECT '{}', 0, 0, 0, '{}', '{}', 0, (SELECT count(*) FROM green.entry g \
				WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint))
				""");
		assertThat(ENTRY.countSource(ENTRIES)).isEqualTo("SELECT count(*) FROM blue.entry s "
				+ "WHERE true AND (s.area, s.no) <= ((:to0)::text::text, (:to1)::text::bigint)");
	}

	@Test
	void pairOfTwoVersionsDiffersWhateverItsContent() {
		assertThat(ENTRY.differs()).startsWith(
				"b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL OR b.row_version IS DISTINCT FROM g.row_version OR ROW(");
	}

	@Test
	void rowThatIsNotThereHasNoDigest() {
		assertThat(ACCOUNT.digest("g")).isEqualToNormalizingWhitespace("""
				CASE WHEN g.id IS DISTINCT FROM NULL
				THEN hash_record_extended(ROW(g.region COLLATE pg_catalog."C", int8send(g.total)), :rowSeed) END""");
	}

	@Test
	void tableWithoutAVersionShowsNone() {
		assertThat(ACCOUNT.version("b")).isEqualTo("NULL::bigint");
	}

}
