package io.bluegreen.transport;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CopyPipeTests {

	/** More than the sockets' buffers hold. */
	private static final String OUT = "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 50000)) TO STDOUT (FORMAT binary)";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase();

	private SingleConnectionDataSource source;

	private SingleConnectionDataSource target;

	@BeforeEach
	void connect() throws SQLException {
		this.source = connection();
		this.target = connection();
		JdbcClient.create(this.target).sql("CREATE TABLE arrived (value text CHECK (value <> 'y'))").update();
	}

	private SingleConnectionDataSource connection() throws SQLException {
		return new SingleConnectionDataSource(this.fresh.as(this.fresh.database().server().superuser()).getConnection(),
				true);
	}

	@AfterEach
	void disconnect() {
		this.source.destroy();
		this.target.destroy();
	}

	@Test
	void countsWhatWentIn() {
		assertThat(new CopyPipe(this.source, this.target).run(OUT, "COPY arrived FROM STDIN (FORMAT binary)"))
			.isEqualTo(50_000);
		assertBothAnswer();
	}

	@Test
	void aTargetThatTakesNothingLeavesNoRowsForTheSourcesNextStatement() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> new CopyPipe(this.source, this.target).run(OUT, "COPY nowhere FROM STDIN"))
			.withStackTraceContaining("nowhere");
		assertBothAnswer();
	}

	@Test
	void aTargetThatRefusesARowLeavesNeitherBehind() {
		String out = OUT.replace("'x', 1000", "'y', 1");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(
					() -> new CopyPipe(this.source, this.target).run(out, "COPY arrived FROM STDIN (FORMAT binary)"))
			.withStackTraceContaining("arrived_value_check");
		assertBothAnswer();
	}

	@Test
	void aSourceThatFailsHalfWayLeavesNeitherBehind() {
		String out = "COPY (SELECT repeat('x', 1000 / (20000 - i)) FROM generate_series(1, 20000) i) TO STDOUT (FORMAT binary)";
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(
					() -> new CopyPipe(this.source, this.target).run(out, "COPY arrived FROM STDIN (FORMAT binary)"))
			.withStackTraceContaining("division by zero");
		assertBothAnswer();
	}

	@Test
	void aTargetThatIsLostLeavesNoRowsForTheSourcesNextStatement() {
		int pid = JdbcClient.create(this.target).sql("SELECT pg_backend_pid()").query(Integer.class).single();
		String out = OUT
			.replace("repeat('x', 1000)",
					"CASE WHEN i = 5000 THEN pg_terminate_backend(%d, 10000)::text ELSE repeat('x', 1000) END"
						.formatted(pid))
			.replace("50000)", "50000) i");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(
				() -> new CopyPipe(this.source, this.target).run(out, "COPY arrived FROM STDIN (FORMAT binary)"));
		assertThat(answer(this.source)).isEqualTo(42);
	}

	private void assertBothAnswer() {
		assertThat(answer(this.source)).isEqualTo(42);
		assertThat(answer(this.target)).isEqualTo(42);
	}

	private static int answer(SingleConnectionDataSource connection) {
		return JdbcClient.create(connection).sql("SELECT 42").query(Integer.class).single();
	}

}
