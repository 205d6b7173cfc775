package io.bluegreen.testbed.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;

/**
 * Green in another database than Blue: rows are streamed.
 */
final class InTwoDatabases implements Arrangement {

	private final Stage stage;

	private final Ours ours;

	private final Floor blue;

	private final Floor green;

	private final Mapping mapping;

	private final int workers;

	InTwoDatabases(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.blue = new Floor(stage.blue(), LegacyDatabase.JOBS, workers);
		this.green = new Floor(stage.green(), LegacyDatabase.JOBS, workers);
		this.mapping = stage.mapping();
		this.workers = workers;
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(() -> this.stage, List.of(backfill())), new Phase(this.ours::fill, List.of(verify())));
	}

	private Contest backfill() {
		return new Contest("backfill/streaming", this.stage.rows(),
				this.stage.load("backfill/streaming", this.ours::backfill).seconds(),
				pipes("streaming backfill floor", ""),
				pipes("streaming backfill floor, ordered", Pipe.byKey(this.mapping)));
	}

	/** A pipe a worker, each one COPY of its share in one transaction. */
	private Contender pipes(String name, String order) {
		Pipe pipe = new Pipe(this.blue.side(), this.green.side(), this.mapping, order);
		return this.stage.load(name, () -> this.green.seconds(Pipe.shares(this.stage.ranges("backfill"), this.workers),
				pipe, Duration.ZERO));
	}

	private Contest verify() {
		BothSides both = new BothSides(this.blue, this.green,
				new Comparing(this.mapping, this.stage.subject().grouping()));
		return new Contest("verify/streaming", this.stage.rows(), this.ours::verify,
				new Contender("streaming verify floor, the slower side",
						() -> both.seconds(this.stage.ranges("verify"), Bench.CHUNK_TARGET)));
	}

	@Override
	public void close() {
		this.blue.close();
		this.green.close();
	}

}
