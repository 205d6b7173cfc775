package io.bluegreen.jobs.init;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class WideningTests {

	private static final Type STATE = Attributes.labels("state", "open", "closed");

	private static boolean holds(String from, String to) {
		return Widening.holds(Attributes.type(from), Attributes.type(to));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			smallint | integer
			integer | bigint
			integer | double precision
			bigint | numeric
			bigint | numeric(19,0)
			integer | numeric(12,2)
			numeric(10,2) | numeric(12,2)
			numeric(10,2) | numeric(12,4)
			numeric(2,-3) | numeric(5,0)
			character varying(10) | character varying(20)
			character varying(10) | text
			integer | character varying(11)
			uuid | character varying(36)
			date | timestamp(0) without time zone
			timestamp(3) with time zone | timestamp(6) with time zone
			timestamp without time zone | timestamp(6) without time zone
			integer[] | bigint[]
			""")
	void everyValueIsTheSameInAWiderType(String from, String to) {
		assertThat(holds(from, to)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bigint | integer
			integer | real
			bigint | double precision
			bigint | numeric(18,0)
			integer | numeric(11,2)
			numeric(10,2) | numeric(10,4)
			numeric(10,4) | numeric(12,2)
			numeric(2,-3) | numeric(4,0)
			numeric | numeric(38,10)
			text | character varying(10)
			character varying(10) | character varying(9)
			character(5) | character varying(5)
			integer | character varying(10)
			uuid | character varying(35)
			timestamp(6) with time zone | timestamp(3) with time zone
			timestamp without time zone | timestamp(3) without time zone
			date | timestamp with time zone
			integer | bigint[]
			integer[] | bigint
			""")
	void someValueIsAnotherOneOrNoneInANarrowerType(String from, String to) {
		assertThat(holds(from, to)).isFalse();
	}

	@Test
	void longestLabelDecidesWhetherAnEnumFits() {
		assertThat(Widening.holds(STATE, Attributes.type("character varying(6)"))).isTrue();
		assertThat(Widening.holds(STATE, Attributes.type("character varying(5)"))).isFalse();
	}

	@Test
	void textDoesNotFitIntoAnEnum() {
		assertThat(Widening.holds(Attributes.type("text"), STATE)).isFalse();
	}

	@Test
	void domainMayRefuseWhatItsTypeTakes() {
		assertThat(Widening.holds(Attributes.type("text"), Attributes.domain("email", "text"))).isFalse();
	}

}
