package io.bluegreen.catalog;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ColumnTests {

	@Test
	void numberIsComparedAsItIs() {
		assertThat(SampleColumns.bigint("id").compared("b")).isEqualTo("b.id");
	}

	@Test
	void textIsComparedByteByByteWhateverItsCollation() {
		assertThat(SampleColumns.text("name", "public.german").compared("b"))
			.isEqualTo("b.name COLLATE pg_catalog.\"C\"");
	}

	@Test
	void typeWhoseEqualityIgnoresCaseIsComparedAsText() {
		assertThat(SampleColumns.citext("email").compared("g")).isEqualTo("g.email::text COLLATE pg_catalog.\"C\"");
	}

	@Test
	void textOfATypeWithoutCollationIsComparedByteByByteToo() {
		assertThat(SampleColumns.interval("term").compared("g")).isEqualTo("g.term::text COLLATE pg_catalog.\"C\"");
	}

	@Test
	void valueIsHashedByItsBytes() {
		assertThat(SampleColumns.bigint("id").hashed("b")).isEqualTo("int8send(b.id)");
	}

	@Test
	void quotedNameStaysQuotedInComparisonAndHash() {
		Column amount = SampleColumns.quotedNumeric("Amount");
		assertThat(amount.compared("b")).isEqualTo("b.\"Amount\"");
		assertThat(amount.hashed("b")).isEqualTo("numeric_send(trim_scale(b.\"Amount\"))");
	}

	@Test
	void everyPlaceOfATemplateTakesTheValue() {
		Column pair = new Column("p", "p", "point", "", true, false, false, "ROW(%s[0], %s[1])", List.of(), false, true,
				"point", "");
		assertThat(pair.hashed("b")).isEqualTo("ROW(b.p[0], b.p[1])");
	}

	@Test
	void parameterIsTextBeforeItIsOfTheColumnsType() {
		assertThat(SampleColumns.quotedNumeric("Amount").fromText(":to0")).isEqualTo("(:to0)::text::numeric(12,2)");
	}

}
