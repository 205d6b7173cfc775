package io.bluegreen.jobs.init;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CastsTests {

	private static final Casts CASTS = new Casts((sql) -> Optional.empty());

	private static final Type TIMESTAMP = Attributes.type("timestamp without time zone");

	private static final Type TIMESTAMPTZ = Attributes.type("timestamp with time zone");

	private static Expression cast(Type from, Type to) {
		return CASTS.cast("b.v", from, to);
	}

	@Test
	void valueOfTheSameTypeIsTakenAsItIs() {
		assertThat(cast(Attributes.type("numeric(12,2)"), Attributes.type("numeric(12,2)")))
			.isEqualTo(Expression.certain("b.v"));
	}

	@Test
	void castIntoAWiderTypeIsCertain() {
		assertThat(cast(Attributes.type("integer"), Attributes.type("bigint")))
			.isEqualTo(Expression.certain("b.v::bigint"));
	}

	@Test
	void timestampWithoutAZoneAsksForTheZone() {
		assertThat(cast(TIMESTAMP, TIMESTAMPTZ)).isEqualTo(
				Expression.toReview("b.v AT TIME ZONE 'UTC'", "which time zone do Blue's values mean? UTC is a guess"));
	}

	@Test
	void dayOfATimestampIsTakenInANamedZone() {
		assertThat(cast(TIMESTAMPTZ, Attributes.type("date")).sql()).isEqualTo("(b.v AT TIME ZONE 'UTC')::date");
	}

	@Test
	void dateIsWrittenByAPatternSinceACastDependsOnTheSession() {
		assertThat(cast(Attributes.type("date"), Attributes.type("text")).sql())
			.isEqualTo("to_char(b.v, 'YYYY-MM-DD')");
	}

	@Test
	void specialExpressionIsCutToGreensLengthWithAReviewMore() {
		Expression cut = cast(Attributes.type("date"), Attributes.type("character varying(8)"));
		assertThat(cut.sql()).isEqualTo("(to_char(b.v, 'YYYY-MM-DD'))::character varying(8)");
		assertThat(cut.reviews()).hasSize(2).endsWith("character varying(8) may cut, round or refuse some values");
	}

	@Test
	void booleanBecomesABigintByWayOfAnInteger() {
		assertThat(cast(Attributes.type("boolean"), Attributes.type("bigint")).sql()).isEqualTo("b.v::integer::bigint");
	}

	@Test
	void numberIsTrueUnlessItIsZero() {
		assertThat(cast(Attributes.type("numeric(1,0)"), Attributes.type("boolean")).sql()).isEqualTo("b.v <> 0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "real", "real[]", "interval", "tstzrange", "tsrange[]", "datemultirange", "point", "money",
			"regclass", "regprocedure[]", "regrole" })
	void castToTextThatDependsOnTheSessionIsLeftToSomebody(String type) {
		Expression missing = cast(Attributes.type(type), Attributes.type("text"));
		assertThat(missing.sql()).isEqualTo(Expression.MISSING);
		assertThat(missing.reviews()).containsExactly(
				"a cast from %s to text depends on the session: write it so that it does not".formatted(type));
	}

	@Test
	void textThatMayBeTooLongIsReviewful() {
		assertThat(cast(Attributes.type("text"), Attributes.type("character varying(3)")))
			.isEqualTo(Expression.toReview("b.v::character varying(3)",
					"from text to character varying(3): longer values are cut off without a word; look at max(length(..))"));
	}

	@Test
	void numberThatMayBeRoundedIsReviewful() {
		assertThat(cast(Attributes.type("numeric(12,2)"), Attributes.type("integer")).reviews()).containsExactly(
				"from numeric(12,2) to integer: decimals are rounded off without a word, rows with too large values are rejected");
	}

	@Test
	void domainMayRejectRows() {
		assertThat(cast(Attributes.type("text"), Attributes.domain("email", "text")).reviews())
			.containsExactly("from text to email: rows whose value the domain refuses are rejected");
	}

	@Test
	void labelsThatGreenLacksAreNamed() {
		assertThat(
				cast(Attributes.labels("blue.state", "open", "lost", "shut"), Attributes.labels("green.state", "open")))
			.isEqualTo(Expression.toReview("b.v::text::green.state",
					"Green's enum lacks lost, shut: such rows are rejected"));
	}

	@Test
	void enumWithAllOfBluesLabelsIsCertain() {
		assertThat(cast(Attributes.labels("blue.state", "open"), Attributes.labels("green.state", "new", "open")))
			.isEqualTo(Expression.certain("b.v::text::green.state"));
	}

	@Test
	void castThatTheServerRefusesIsLeftToTheUser() {
		Casts refusing = new Casts((sql) -> Optional.of("no such cast: " + sql));
		assertThat(refusing.cast("b.v", Attributes.type("uuid"), Attributes.type("integer"))).isEqualTo(new Expression(
				Expression.MISSING, List.of("no cast from uuid to integer: no such cast: b.v::integer")));
	}

}
