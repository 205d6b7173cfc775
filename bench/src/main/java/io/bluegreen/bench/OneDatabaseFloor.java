package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.bluegreen.testing.postgres.Database;

/**
 * Plain SQL, range by range, where Blue and Green are one database.
 */
public final class OneDatabaseFloor implements AutoCloseable {

	private final Shape shape;

	private final Connections connections;

	private final List<Range> ranges;

	/**
	 * Opens the connections, and cuts the keys as they are now.
	 * @param workers how many connections
	 */
	public OneDatabaseFloor(Database database, String role, Shape shape, int workers) throws SQLException {
		this.shape = shape;
		this.ranges = Range.cut(database, shape, Range.ROWS);
		this.connections = Connections.open(database, role, workers);
	}

	/** Joins both sides and counts the rows that are not the same. */
	public Compared compare() throws ExecutionException, InterruptedException {
		AtomicLong rows = new AtomicLong();
		AtomicLong differing = new AtomicLong();
		double seconds = new Workers(this.connections.all()
			.stream()
			.map((connection) -> RangeWork.query(connection, this.shape.sql("compare.sql"), (row) -> {
				rows.addAndGet(row.getLong("compared"));
				differing.addAndGet(row.getLong("differing"));
			}))
			.toList()).seconds(this.ranges);
		return new Compared(seconds, rows.get(), differing.get());
	}

	/** Fills Green, which is empty. */
	double insert() throws ExecutionException, InterruptedException {
		return new Workers(this.connections.all()
			.stream()
			.map((connection) -> RangeWork.update(connection, this.shape.sql("insert.sql")))
			.toList()).seconds(this.ranges);
	}

	@Override
	public void close() throws SQLException {
		this.connections.close();
	}

}
