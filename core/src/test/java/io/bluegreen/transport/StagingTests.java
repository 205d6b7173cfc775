package io.bluegreen.transport;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.SampleColumns;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.Mappings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StagingTests {

	private static final Mapping ENTRY = Mappings.entry();

	private static final Staging ROWS = Staging.usual("rows", ENTRY.shared());

	@Test
	void tableHasGreensTypesAndTextWhereBinaryWouldNotArrive() {
		Noted noted = new Noted();
		ROWS.empty(noted.client());
		assertThat(noted.statements().get(0)).isEqualToNormalizingWhitespace("""
				CREATE TEMPORARY TABLE IF NOT EXISTS pg_temp.rows
				(region text COLLATE pg_catalog."default", number bigint, row_version bigint, "Amount" numeric(12,2),
				email text) ON COMMIT DROP""");
	}

	@Test
	void rowsOfAnEarlierRangeAreRemoved() {
		Noted noted = new Noted();
		ROWS.empty(noted.client());
		assertThat(noted.statements()).hasSize(2).endsWith("TRUNCATE pg_temp.rows");
	}

	@Test
	void blueSendsTextWhereTheTableHoldsTextUnderItsOwnNames() {
		assertThat(Staging.usual("keys", List.of(SampleColumns.citext("email"), SampleColumns.bigint("id")))
			.sent(List.of(SampleColumns.citext("mail"), SampleColumns.bigint("no")))).isEqualTo("b.mail::text, b.no");
	}

	@Test
	void copyGoesIntoTheTemporaryTable() {
		assertThat(ROWS.copyIn()).isEqualTo("COPY pg_temp.rows FROM STDIN (FORMAT binary)");
	}

	@Test
	void textIsReadBackInGreensTypes() {
		assertThat(ROWS.reach(ENTRY.key())).isEqualTo(new RowSource(
				"(SELECT region, number, row_version, \"Amount\", (email)::text::public.citext COLLATE pg_catalog.\"default\" AS email FROM pg_temp.rows)",
				"true", ENTRY.key(), Map.of()));
	}

	@Test
	void whatATypeOfGreenMayRefuseIsTextUntilItIsReadAndTheKeyIsNot() {
		Staging held = Staging.spelled("held", ENTRY.shared(), ENTRY.key());
		assertThat(held.sent(ENTRY.shared()))
			.isEqualTo("b.region, b.number, b.row_version::text, b.\"Amount\"::text, b.email::text");
	}

	@Test
	void tableWithoutTextIsReadItself() {
		assertThat(Staging.usual("keys", ENTRY.key()).reach(ENTRY.key()).relation()).isEqualTo("pg_temp.keys");
	}

}
