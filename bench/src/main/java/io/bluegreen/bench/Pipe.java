package io.bluegreen.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Binary COPY out of Blue, written as it comes into COPY into Green: what somebody would
 * build of the driver's own parts who need not stop, resume or look.
 */
record Pipe(Connection blue, Connection green, Shape shape) implements RangeWork {

	private static final int BUFFER = 1 << 16;

	@Override
	public void run(Range range) throws SQLException, IOException {
		// COPY takes no bind variables.
		String out = this.shape.sql("copy-out.sql")
			.replace(":after", Long.toString(range.after()))
			.replace(":up_to", Long.toString(range.upTo()));
		PGConnection to = this.green.unwrap(PGConnection.class);
		try (PGCopyOutputStream in = new PGCopyOutputStream(to, this.shape.sql("copy-in.sql"), BUFFER)) {
			this.blue.unwrap(PGConnection.class).getCopyAPI().copyOut(out, in);
		}
	}

}
