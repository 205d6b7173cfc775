package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Two tables of one shape in two databases.
 */
final class SameShapeInTwo implements Topology {

	/** What its cases begin with. */
	static final String VERIFY = "verify/streaming/";

	private final Fixture fixture;

	private final Ours ours;

	private final TwoDatabasesFloor floor;

	SameShapeInTwo(Fixture fixture, int workers, Measurements measured) throws SQLException {
		this.fixture = fixture;
		this.ours = new Ours(fixture, workers, measured);
		this.floor = new TwoDatabasesFloor(fixture.blue(), fixture.green(), LegacyDatabase.JOBS, fixture.shape(),
				workers);
	}

	@Override
	public List<Phase> phases() {
		String name = VERIFY + this.fixture.shape().label();
		Case verify = new Case(name, this.fixture.rows(), this.ours::verify, new Candidate(
				name + " floor, the slower side", () -> this.floor.hash().secondsIfSame(this.fixture.rows())))
			.reaching(Target.floors(1.3));
		return List.of(new Phase(() -> this.fixture, List.of(verify)));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
