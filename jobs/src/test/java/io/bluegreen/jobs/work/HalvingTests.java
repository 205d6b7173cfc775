package io.bluegreen.jobs.work;

import java.sql.SQLException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class HalvingTests {

	@ParameterizedTest
	@CsvSource({ "57014, true", "57P01, false", "40P01, false", "22001, false" })
	void onlyAStatementThatTookTooLongIsHelpedByASmallerChunk(String sqlState, boolean helped) {
		assertThat(Halving.mayHelp(new UncategorizedSQLException("read", "SELECT", new SQLException("no", sqlState))))
			.isEqualTo(helped);
	}

}
