package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Green in another database than Blue: rows are streamed.
 */
final class InTwoDatabases implements Topology {

	private final Fixture fixture;

	private final Ours ours;

	private final TwoDatabasesFloor floor;

	InTwoDatabases(Fixture fixture, int workers, Measurements measured) throws SQLException {
		this.fixture = fixture;
		this.ours = new Ours(fixture, workers, measured);
		this.floor = new TwoDatabasesFloor(fixture.blue(), fixture.green(), LegacyDatabase.JOBS, Shape.PAYMENTS,
				workers);
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(this.fixture::vacuum, List.of(backfill())),
				new Phase(this.ours::fill, List.of(verify())));
	}

	private Case backfill() {
		return new Case("backfill/streaming", this.fixture.rows(),
				this.fixture.load("backfill/streaming", this.ours::backfill).seconds(),
				this.fixture.load("streaming backfill floor", this.floor::pipe))
			.reaching(Target.floors(1.3));
	}

	private Case verify() {
		return new Case("verify/streaming", this.fixture.rows(), this.ours::verify, new Candidate(
				"streaming verify floor, the slower side", () -> this.floor.hash().secondsIfSame(this.fixture.rows())))
			.reaching(Target.floors(1.3));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
