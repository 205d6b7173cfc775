package io.bluegreen.jobs.cli;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.jdbc.UncategorizedSQLException;

import io.bluegreen.apply.AuthorityException;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.TryAgainException;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ExplanationTests {

	private static Throwable said(String sqlState, String message) {
		return new UncategorizedSQLException("write", "INSERT",
				new PSQLException(new ServerErrorMessage("SERROR\0C%s\0M%s\0".formatted(sqlState, message))));
	}

	@Test
	void refusalBelowOtherExceptionsIsSaidWithItsWayOut() {
		Throwable thrown = new IllegalStateException("wrapped", new RefusedException("no key", "create one"));
		assertThat(Explanation.of(thrown)).isEqualTo(new Failure(ExitCode.REFUSED, "no key", "create one"));
	}

	@Test
	void applyThatMayNotWriteIsRefused() {
		assertThat(Explanation.of(new AuthorityException("Green has authority", "move it back")))
			.isEqualTo(new Failure(ExitCode.REFUSED, "Green has authority", "move it back"));
	}

	@Test
	void stopOnRequestMayBeTriedAgain() {
		assertThat(Explanation.of(new TryAgainException("stopped")).code()).isEqualTo(ExitCode.TRY_AGAIN);
	}

	@ParameterizedTest
	@CsvSource({ "08006, FAILED", "28P01, REFUSED", "3D000, REFUSED", "42501, REFUSED", "25006, REFUSED",
			"57014, FAILED", "55P03, FAILED", "53100, FAILED", "53300, FAILED", "40P01, FAILED", "XX000, FAILED",
			"58030, FAILED", "22001, REFUSED", "42P01, REFUSED" })
	void onlyWhatARetryCanMendIsAFailure(String sqlState, ExitCode code) {
		assertThat(Explanation.of(said(sqlState, "no")).code()).isEqualTo(code);
	}

	@Test
	void messageThatMayQuoteARowIsNotRepeated() {
		Failure failure = Explanation.of(said("22P02", "invalid input syntax for type integer: \"Ada\""));
		assertThat(failure.line("bluegreen backfill")).isEqualTo(
				"bluegreen backfill: invalid text for the type (22P02); mend the rows or the view; a retry alone changes nothing");
	}

	@Test
	void messageThatNamesObjectsAloneIsRepeated() {
		assertThat(Explanation.of(said("42501", "permission denied for table account")).message())
			.isEqualTo("missing privilege: permission denied for table account (42501)");
	}

	@Test
	void syntaxErrorQuotesAStatementSoItIsNotRepeated() {
		assertThat(Explanation.of(said("42601", "syntax error at or near \"Ada\"")).message()).doesNotContain("Ada");
	}

	@Test
	void connectionThatThePoolThrewAwayWasLost() {
		assertThat(Explanation.of(new SQLException("closed")).message())
			.startsWith("the connection to the database was lost");
	}

	@Test
	void anythingElseIsAFaultOfTheProgramWithTheDeepestCauseAndItsPlace() {
		Failure failure = Explanation.of(new IllegalStateException("outer", new ArithmeticException("by zero")));
		assertThat(failure.code()).isEqualTo(ExitCode.FAILED);
		assertThat(failure.message()).startsWith("unexpected ArithmeticException: by zero at ")
			.contains("ExplanationTests");
	}

	@Test
	void documentCarriesTheExitCodeAsANumber() {
		assertThat(Failure.refused("no key", "create one").document())
			.isEqualTo(Map.of("error", Map.of("code", 2, "message", "no key", "hint", "create one")));
	}

	@Test
	void lineWithoutAWayOutEndsWithTheMessage() {
		assertThat(Failure.failed("lost", "").line("bluegreen status")).isEqualTo("bluegreen status: lost");
	}

}
