package io.bluegreen.mapping;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SampleColumns;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MappingTests {

	private static final Mapping ACCOUNT = Mappings.account();

	private static final Mapping ENTRY = Mappings.entry();

	private static Relation withHeirs(Relation table) {
		return new Relation(table.oid(), table.sql(), table.kind(), true, table.columns());
	}

	private static Mapping account(Relation blue, List<Column> sourceKey, Relation green) {
		return new Mapping("account", blue, Optional.of(blue), sourceKey, green, ACCOUNT.key(), Optional.empty(),
				ACCOUNT.content(), List.of(), ACCOUNT.definition());
	}

	@Test
	void columnThatOnlyGreenHasIsNotShared() {
		assertThat(ENTRY.shared()).isEqualTo(ENTRY.from().columns());
	}

	@Test
	void columnThatGreenComputesIsComparedButNotWritten() {
		assertThat(ACCOUNT.shared()).contains(SampleColumns.generated("total"));
		assertThat(ACCOUNT.written()).containsExactly(SampleColumns.bigint("id"), SampleColumns.text("owner"));
	}

	@Test
	void tableThatIsItsOwnSourceIsOneOfTwoTables() {
		assertThat(ACCOUNT.isOfTwoTables()).isTrue();
	}

	@Test
	void viewIsNotOneOfTwoTables() {
		assertThat(ENTRY.isOfTwoTables()).isFalse();
		assertThat(Mappings.withoutSource(ACCOUNT).isOfTwoTables()).isFalse();
	}

	@Test
	void tableWithHeirsMayRepeatAKeySoItIsNotOneOfTwoTables() {
		assertThat(account(withHeirs(ACCOUNT.from()), ACCOUNT.key(), ACCOUNT.to()).isOfTwoTables()).isFalse();
		assertThat(account(ACCOUNT.from(), ACCOUNT.key(), withHeirs(ACCOUNT.to())).isOfTwoTables()).isFalse();
	}

	@Test
	void tableTrackedByAnotherKeyIsNotOneOfTwoTables() {
		assertThat(account(ACCOUNT.from(), List.of(SampleColumns.bigint("no")), ACCOUNT.to()).isOfTwoTables())
			.isFalse();
	}

	@Test
	void keysUnderAnotherCollationInBlueAreNotOrderedAlike() {
		Column german = SampleColumns.text("area", "public.german");
		assertThat(ENTRY.isOrderedAlike()).isTrue();
		assertThat(new Mapping("entry", ENTRY.from(), ENTRY.source(), List.of(german, ENTRY.sourceKey().get(1)),
				ENTRY.to(), ENTRY.key(), ENTRY.version(), ENTRY.content(), ENTRY.ignored(), ENTRY.definition())
			.isOrderedAlike()).isFalse();
	}

	@Test
	void keyWhoseEqualityIsIdentityDecidesNothing() {
		assertThat(ENTRY.decisive()).containsExactly(SampleColumns.quotedNumeric("Amount"),
				SampleColumns.citext("email"));
	}

	@Test
	void keyWhoseEqualityIgnoresCaseIsDecisive() {
		assertThat(Mappings.member().decisive()).containsExactly(SampleColumns.citext("email"));
	}

	@Test
	void contentDiffersWhereAnyDecisiveColumnDoesNullsIncluded() {
		assertThat(ENTRY.contentDiffers("b", "g")).isEqualToNormalizingWhitespace("""
				ROW(b."Amount", b.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				ROW(g."Amount", g.email::text COLLATE pg_catalog."C")""");
	}

	@Test
	void rowsThatAreNothingButTheirKeyNeverDiffer() {
		assertThat(new Mapping("id", ACCOUNT.from(), ACCOUNT.source(), ACCOUNT.key(), ACCOUNT.to(), ACCOUNT.key(),
				Optional.empty(), List.of(), List.of(), ACCOUNT.definition())
			.contentDiffers("b", "g")).isEqualTo("false");
	}

	@Test
	void bluesTextIsPutUnderGreensCollationAndKeepsItsName() {
		assertThat(ACCOUNT.inTargetCollations())
			.isEqualTo("b.id, b.owner COLLATE pg_catalog.\"default\" AS owner, b.total");
	}

	@Test
	void keyIsWrittenAsAnArrayOfText() {
		assertThat(ENTRY.keyText("g")).isEqualTo("ARRAY[g.region::text, g.number::text]");
	}

}
