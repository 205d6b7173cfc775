package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.bluegreen.testing.postgres.Database;

/**
 * Plain SQL, range by range, where Blue and Green are two databases.
 */
public final class TwoDatabasesFloor implements AutoCloseable {

	private final Shape shape;

	private final List<Range> ranges;

	private final Connections blue;

	private final Connections green;

	/**
	 * Opens the connections, and cuts the keys as they are now.
	 * @param workers how many connections on each side
	 */
	public TwoDatabasesFloor(Database blue, Database green, String role, Shape shape, int workers) throws SQLException {
		this.shape = shape;
		this.ranges = Range.cut(blue, shape, Range.ROWS);
		this.blue = Connections.open(blue, role, workers);
		this.green = Connections.open(green, role, workers);
	}

	/**
	 * Hashes both sides at the same time, on the one machine whose processors both need:
	 * nobody can compare two databases before the slower one has been read.
	 */
	public Hashed hash() throws ExecutionException, InterruptedException {
		Digest there = new Digest();
		Digest here = new Digest();
		ExecutorService sides = Executors.newFixedThreadPool(2);
		try {
			Future<Double> blueSeconds = sides.submit(() -> hash(this.blue, "hash-blue.sql", there));
			Future<Double> greenSeconds = sides.submit(() -> hash(this.green, "hash-green.sql", here));
			double slower = Math.max(blueSeconds.get(), greenSeconds.get());
			return new Hashed(slower, there.rows(), there.isSame(here));
		}
		finally {
			sides.shutdownNow();
		}
	}

	private double hash(Connections side, String file, Digest digest) throws ExecutionException, InterruptedException {
		return new Workers(side.all()
			.stream()
			.map((connection) -> RangeWork.query(connection, this.shape.sql(file), digest::add))
			.toList()).seconds(this.ranges);
	}

	/** Streams Blue into Green, which is empty: a pipe a worker. */
	double pipe() throws ExecutionException, InterruptedException {
		List<RangeWork> pipes = new ArrayList<>();
		for (int i = 0; i < this.blue.all().size(); i++) {
			pipes.add(new Pipe(this.blue.all().get(i), this.green.all().get(i), this.shape));
		}
		return new Workers(pipes).seconds(this.ranges);
	}

	@Override
	public void close() throws SQLException {
		this.blue.close();
		this.green.close();
	}

}
