package io.bluegreen.transport;

import java.sql.SQLException;
import java.util.Objects;

import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Pipes COPY out of one database into COPY into another, each in its current transaction.
 * Holds one row and one buffer.
 */
record CopyPipe(DataSource from, DataSource to) {

	private static final Logger logger = LoggerFactory.getLogger(CopyPipe.class);

	private static final int BUFFER = 1 << 16;

	/**
	 * Runs both to their ends. If one fails, the other is ended, and both transactions
	 * are to be rolled back, to a savepoint at least.
	 * @return the number of rows that went in
	 */
	long run(String copyOut, String copyIn) {
		return Objects.requireNonNull(
				new JdbcTemplate(this.from).execute((ConnectionCallback<Long>) (source) -> new JdbcTemplate(this.to)
					.execute((ConnectionCallback<Long>) (target) -> pipe(source.unwrap(PGConnection.class), copyOut,
							target.unwrap(PGConnection.class), copyIn))));
	}

	private static long pipe(PGConnection source, String copyOut, PGConnection target, String copyIn)
			throws SQLException {
		CopyOut out = source.getCopyAPI().copyOut(copyOut);
		try (Ending ofOut = () -> end(source, out)) {
			CopyIn in = target.getCopyAPI().copyIn(copyIn);
			try (Ending ofIn = () -> end(in)) {
				pipe(out, in);
				return in.endCopy();
			}
		}
	}

	private static void end(CopyIn in) throws SQLException {
		if (in.isActive()) {
			in.cancelCopy();
		}
	}

	/**
	 * The driver's own cancelCopy leaves what the server has sent: the next statement
	 * would take the end of this one for its answer, and each one after it the answer of
	 * the one before.
	 */
	private static void end(PGConnection source, CopyOut out) throws SQLException {
		if (out.isActive()) {
			try {
				source.cancelQuery();
			}
			finally {
				readToTheEnd(out);
			}
		}
	}

	private static void readToTheEnd(CopyOut out) {
		try {
			byte[] row = out.readFromCopy();
			while (row != null) {
				row = out.readFromCopy();
			}
		}
		catch (SQLException ex) {
			logger.debug("A copy ended before its last row", ex);
		}
	}

	/** The driver hands out each row by itself; the server takes any pieces. */
	private static void pipe(CopyOut out, CopyIn in) throws SQLException {
		byte[] buffer = new byte[BUFFER];
		int filled = 0;
		for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
			if (filled + row.length > BUFFER) {
				in.writeToCopy(buffer, 0, filled);
				filled = 0;
			}
			if (row.length > BUFFER) {
				in.writeToCopy(row, 0, row.length);
			}
			else {
				System.arraycopy(row, 0, buffer, filled, row.length);
				filled += row.length;
			}
		}
		in.writeToCopy(buffer, 0, filled);
	}

	@FunctionalInterface
	private interface Ending extends AutoCloseable {

		@Override
		void close() throws SQLException;

	}

}
