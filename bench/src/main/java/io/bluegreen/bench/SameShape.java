package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Two tables of one shape in one database, so that no mapping has to be evaluated.
 */
final class SameShape implements Arrangement {

	/** What its cases begin with. */
	static final String VERIFY = "verify/same-shape/";

	static final String FULL_JOIN = "full-join/";

	private final Stage stage;

	private final Ours ours;

	private final OneDatabaseFloor floor;

	SameShape(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new OneDatabaseFloor(stage.green(), LegacyDatabase.JOBS, stage.shape(), workers);
	}

	@Override
	public List<Phase> phases() {
		String name = this.stage.shape().label();
		PlainSql plain = new PlainSql(this.stage.green(), LegacyDatabase.JOBS, this.stage.shape());
		Contest verify = new Contest(VERIFY + name, this.stage.rows(), this.ours::verify,
				new Contender(VERIFY + name + " floor", () -> this.floor.compare().secondsIfSame(this.stage.rows())))
			.reaching(Target.floors(1.2), Target.fasterThan(FULL_JOIN + name));
		Contest fullJoin = new Contest(FULL_JOIN + name, this.stage.rows(),
				() -> plain.fullJoin().secondsIfSame(this.stage.rows()));
		return List.of(new Phase(() -> this.stage, List.of(verify, fullJoin)));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
