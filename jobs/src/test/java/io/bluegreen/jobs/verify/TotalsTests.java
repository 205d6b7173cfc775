package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class TotalsTests {

	private static Totals read(String groupBy, String sum) {
		return Totals.of(
				new Binder(new MapConfigurationPropertySource(Map.of("bluegreen.tables.entry.totals.group-by", groupBy,
						"bluegreen.tables.entry.totals.sum", sum)))
					.bindOrCreate("bluegreen", BluegreenSettings.class),
				Shapes.entry());
	}

	private static String groupedBy(Column column) {
		return new Totals(List.of(column), List.of()).groupBy("b");
	}

	@Test
	void columnsAreFoundByTheirNames() {
		assertThat(read("region", "Amount")).isEqualTo(new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT)));
	}

	@Test
	void columnThatNoSideHasIsRefused() {
		assertThatExceptionOfType(MappingException.class).isThrownBy(() -> read("currency", "Amount"))
			.withMessage("entry.totals: currency is no column that both sides have")
			.satisfies((refused) -> assertThat(refused.hint())
				.isEqualTo("name one of region, number, row_version, Amount, email"));
	}

	@Test
	void textCannotBeSummed() {
		assertThatExceptionOfType(MappingException.class).isThrownBy(() -> read("region", "email"))
			.withMessageContaining("email is public.citext, which cannot be summed");
	}

	@Test
	void valuesThatAreEqualMakeOneGroupHoweverTheyAreWritten() {
		assertThat(groupedBy(Shapes.AMOUNT))
			.isEqualTo("GROUP BY (trim_scale(b.\"Amount\")::text COLLATE pg_catalog.\"C\")");
		assertThat(groupedBy(Shapes.column("rate", "real", "", false, "%s", List.of("real"))))
			.isEqualTo("GROUP BY ((b.rate + 0)::text COLLATE pg_catalog.\"C\")");
	}

	@Test
	void typeThatIsComparedAsTextIsGroupedAsText() {
		assertThat(groupedBy(Shapes.EMAIL)).isEqualTo("GROUP BY (b.email::text COLLATE pg_catalog.\"C\")");
	}

	@Test
	void floatsAreSummedAsNumericSoThatTheirOrderDoesNotMatter() {
		assertThat(new Totals(List.of(), List.of(Shapes.column("rate", "real", "", false, "%s", List.of("real"))))
			.sums("g")).isEqualTo("ARRAY[sum(g.rate::numeric)::text]::text[]");
	}

	@Test
	void withoutTotalsThereIsOneGroup() {
		Totals none = new Totals(List.of(), List.of());
		assertThat(none.groupBy("b")).isEmpty();
		assertThat(none.group("b")).isEqualTo("ARRAY[]::text[]");
	}

}
