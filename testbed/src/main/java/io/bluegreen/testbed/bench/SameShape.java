package io.bluegreen.testbed.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testbed.legacy.LegacyDatabase;

/**
 * Two tables of one shape in one database, so that no mapping has to be evaluated.
 */
final class SameShape implements Arrangement {

	private final Stage stage;

	private final Ours ours;

	private final Floor floor;

	SameShape(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new Floor(stage.green(), LegacyDatabase.JOBS, workers);
		stage.settle();
	}

	@Override
	public List<Phase> phases() {
		RangeWork checksums = RangeWork.checksums(new Comparing(this.stage.mapping(), this.stage.subject().grouping()));
		Contest verify = new Contest("verify/same-shape", this.stage.rows(), this.ours::verify,
				new Contender("same-shape verify floor",
						() -> this.floor.seconds(this.stage.ranges("verify"), checksums, Bench.CHUNK_TARGET)));
		return List.of(new Phase(() -> this.stage, List.of(verify)));
	}

	@Override
	public void close() {
		this.floor.close();
	}

}
