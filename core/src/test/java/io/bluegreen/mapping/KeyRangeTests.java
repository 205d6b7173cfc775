package io.bluegreen.mapping;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.SampleColumns;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class KeyRangeTests {

	private static final List<Column> ID = List.of(SampleColumns.bigint("id"));

	private static final List<Column> ENTRY = Mappings.entry().key();

	@Test
	void rangeOpenAtBothEndsHasNoBound() {
		KeyRange all = new KeyRange(null, null);
		assertThat(all.predicate("b", ID)).isEqualTo("true AND true");
		assertThat(all.parameters()).isEmpty();
	}

	@Test
	void lowerBoundIsOutsideAndUpperBoundInside() {
		assertThat(new KeyRange(List.of("1"), List.of("9")).predicate("b", ID))
			.isEqualTo("(b.id) > ((:from0)::text::bigint) AND (b.id) <= ((:to0)::text::bigint)");
	}

	@Test
	void rangeFromTheFirstKeyOnHasNoLowerBound() {
		KeyRange first = new KeyRange(null, List.of("9"));
		assertThat(first.predicate("g", ID)).isEqualTo("true AND (g.id) <= ((:to0)::text::bigint)");
		assertThat(first.parameters()).isEqualTo(Map.of("to0", "9"));
	}

	@Test
	void rangeToTheLastKeyHasNoUpperBound() {
		KeyRange last = new KeyRange(List.of("9"), null);
		assertThat(last.predicate("g", ID)).isEqualTo("(g.id) > ((:from0)::text::bigint) AND true");
		assertThat(last.parameters()).isEqualTo(Map.of("from0", "9"));
	}

	@Test
	void compositeKeyIsComparedAsOneRow() {
		assertThat(new KeyRange(List.of("EU", "1"), null).predicate("b", ENTRY))
			.isEqualTo("(b.region, b.number) > ((:from0)::text::text, (:from1)::text::bigint) AND true");
	}

	@Test
	void rowWithoutAKeyIsInNoRange() {
		assertThat(new KeyRange(null, null).predicate("b",
				List.of(SampleColumns.bigint("id"), SampleColumns.interval("span"))))
			.isEqualTo("true AND true AND ROW(b.id, b.span) IS NOT NULL");
	}

	@Test
	void everyParameterThatIsNamedIsGiven() {
		KeyRange range = new KeyRange(List.of("EU", "1"), List.of("US", "2"));
		assertThat(Pattern.compile("(?<!:):([a-z]+\\d)")
			.matcher(range.predicate("b", ENTRY))
			.results()
			.map((MatchResult match) -> match.group(1)))
			.containsExactlyInAnyOrderElementsOf(range.parameters().keySet());
		assertThat(range.parameters()).isEqualTo(Map.of("from0", "EU", "from1", "1", "to0", "US", "to1", "2"));
	}

	@Test
	void somethingElseMayStandForAParameter() {
		assertThat(new KeyRange(null, List.of("9")).predicate("b", ID, "current_setting('%s')"::formatted))
			.isEqualTo("true AND (b.id) <= ((current_setting('to0'))::text::bigint)");
	}

}
