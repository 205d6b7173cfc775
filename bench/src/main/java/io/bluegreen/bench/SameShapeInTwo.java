package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Two tables of one shape in two databases.
 */
final class SameShapeInTwo implements Arrangement {

	/** What its cases begin with. */
	static final String VERIFY = "verify/streaming/";

	private final Stage stage;

	private final Ours ours;

	private final TwoDatabasesFloor floor;

	SameShapeInTwo(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new TwoDatabasesFloor(stage.blue(), stage.green(), LegacyDatabase.JOBS, stage.shape(), workers);
	}

	@Override
	public List<Phase> phases() {
		String name = VERIFY + this.stage.shape().label();
		Contest verify = new Contest(name, this.stage.rows(), this.ours::verify, new Contender(
				name + " floor, the slower side", () -> this.floor.hash().secondsIfSame(this.stage.rows())))
			.reaching(Target.floors(1.3));
		return List.of(new Phase(() -> this.stage, List.of(verify)));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
