package io.bluegreen.failure;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ServerErrorTests {

	private static final String RAISE = "PL/pgSQL function shop.check_row() line 3 at RAISE";

	@ParameterizedTest
	@ValueSource(strings = { "0A000", "21000", "22001", "22P02", "23502", "23505", "23P01", "428C9", "44000", "54000",
			"P0001", "XX000" })
	void rowsAreToBlameForWhatTheServerHasAgainstValues(String sqlState) {
		assertThat(Errors.of(sqlState).isDataError()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "08006", "25006", "28P01", "3D000", "40001", "40P01", "42501", "42703", "42P01", "53100",
			"55P03", "57014", "58030", "BG009", "BG010", "XX001", "XX002" })
	void rowsAreNotToBlameForTheStateOfServerSessionOrStatement(String sqlState) {
		assertThat(Errors.of(sqlState).isDataError()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "23001, true", "23503, true", "23505, true", "23P01, true", "23502, false", "23514, false",
			"22001, false", "40P01, false" })
	void onlyAnotherRowThatStandsInTheWayIsARowConflict(String sqlState, boolean conflict) {
		assertThat(Errors.of(sqlState).isRowConflict()).isEqualTo(conflict);
	}

	@ParameterizedTest
	@CsvSource({ "08003, true", "40P01, true", "53300, true", "57P01, true", "57P03, true", "55P03, true",
			"25P03, true", "25P04, true", "25006, false", "55000, false", "23505, false", "42P01, false" })
	void lostConnectionsAndMissedLocksMayPass(String sqlState, boolean passing) {
		assertThat(Errors.of(sqlState).isTransient()).isEqualTo(passing);
	}

	@ParameterizedTest
	@CsvSource({ "08006, true", "57014, true", "53200, true", "53100, false", "55P03, false", "40P01, false" })
	void fullDiskAndMissedLockAreNoInterruption(String sqlState, boolean interruption) {
		assertThat(Errors.of(sqlState).isInterruption()).isEqualTo(interruption);
	}

	@ParameterizedTest
	@CsvSource({ "40P01, true", "40001, true", "40002, false", "55P03, false" })
	void deadlocksAndSerializationFailuresAreDeadlocks(String sqlState, boolean deadlock) {
		assertThat(Errors.of(sqlState).isDeadlock()).isEqualTo(deadlock);
	}

	@ParameterizedTest
	@CsvSource({ "BG010, true", "BG009, false" })
	void prunedLogHasAStateOfItsOwn(String sqlState, boolean pruned) {
		assertThat(Errors.of(sqlState).isPruned()).isEqualTo(pruned);
	}

	@Test
	void sentenceNamesWhatIsViolatedAndQuotesNoValue() {
		ServerError error = Errors.of("23505", Map.of('M', "duplicate key value violates \"account_owner_key\"", 'D',
				"Key (owner)=(Ada) already exists.", 's', "green", 't', "account", 'n', "account_owner_key"));
		assertThat(error.sentence())
			.isEqualTo("UNIQUE violated (23505): constraint account_owner_key, table green.account");
	}

	@Test
	void sentenceOfATypeOrColumnNamesIt() {
		assertThat(
				Errors.of("23502", Map.of('M', "null in Ada", 's', "green", 't', "account", 'c', "owner")).sentence())
			.isEqualTo("NOT NULL violated (23502): column owner, table green.account");
		assertThat(Errors.of("23514", Map.of('M', "Ada", 'd', "email", 'n', "email_check")).sentence())
			.isEqualTo("CHECK violated (23514): constraint email_check, type email");
	}

	@Test
	void messageOfAnUnknownStateIsNotRepeated() {
		assertThat(Errors.of("22999", Map.of('M', "the value is Ada")).sentence()).isEqualTo("error (22999)");
	}

	@Test
	void functionIsTheInnermostOneBelowTheStatementThatItRuns() {
		ServerError error = Errors.of("42P01", Map.of('W', """
				SQL statement "SELECT 'Ada' FROM gone"
				PL/pgSQL function shop.inner(text) line 4 at SQL statement
				PL/pgSQL function shop.outer() line 2 at PERFORM"""));
		assertThat(error.function()).isEqualTo("shop.inner(text)");
		assertThat(error.sentence()).isEqualTo("undefined table (42P01): function shop.inner(text)");
	}

	@Test
	void nameThatAFunctionDoesNotFindIsItsOwnFault() {
		assertThat(Errors.of("42P01", Map.of('W', "SQL function \"label\" statement 1")).isInAFunction()).isTrue();
		assertThat(Errors.of("42P01").isInAFunction()).isFalse();
	}

	@Test
	void whatAFunctionRaisesIsSaidAboutTheRowWhateverItsClass() {
		assertThat(Errors.of("42501").isDataError()).isFalse();
		assertThat(Errors.of("42501", Map.of('W', RAISE)).isDataError()).isTrue();
	}

	@Test
	void functionMayAskToBeTriedAgain() {
		assertThat(Errors.of("40001", Map.of('W', RAISE)).isDataError()).isFalse();
	}

	@Test
	void ownFunctionIsNobodyElses() {
		ServerError error = Errors.of("BG010",
				Map.of('W', "PL/pgSQL function bluegreen_track.changes(regclass) line 3 at RAISE"));
		assertThat(error.function()).isEmpty();
		assertThat(error.isDataError()).isFalse();
	}

	@Test
	void connectionThatThePoolThrewAwayIsLost() {
		assertThat(ServerError.of(new IllegalStateException(new SQLException("closed"))).sqlState()).isEqualTo("08003");
	}

	@Test
	void whatNoServerSaidIsNoDataErrorAndHasNoWords() {
		ServerError error = ServerError.of(new IllegalStateException("the value is Ada"));
		assertThat(error).isEqualTo(new ServerError("", "IllegalStateException", "", "", "", false));
		assertThat(error.isDataError()).isFalse();
	}

}
