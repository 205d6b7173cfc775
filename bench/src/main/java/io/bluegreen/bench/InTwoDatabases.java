package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Green in another database than Blue: rows are streamed.
 */
final class InTwoDatabases implements Arrangement {

	private final Stage stage;

	private final Ours ours;

	private final TwoDatabasesFloor floor;

	InTwoDatabases(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new TwoDatabasesFloor(stage.blue(), stage.green(), LegacyDatabase.JOBS, Shape.PAYMENTS, workers);
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(this.stage::vacuum, List.of(backfill())),
				new Phase(this.ours::fill, List.of(verify())));
	}

	private Contest backfill() {
		return new Contest("backfill/streaming", this.stage.rows(),
				this.stage.load("backfill/streaming", this.ours::backfill).seconds(),
				this.stage.load("streaming backfill floor", this.floor::pipe))
			.reaching(Target.floors(1.3));
	}

	private Contest verify() {
		return new Contest("verify/streaming", this.stage.rows(), this.ours::verify, new Contender(
				"streaming verify floor, the slower side", () -> this.floor.hash().secondsIfSame(this.stage.rows())))
			.reaching(Target.floors(1.3));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
