package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Two tables of one shape in one database, so that no mapping has to be evaluated.
 */
final class SameShape implements Topology {

	/** What its cases begin with. */
	static final String VERIFY = "verify/same-shape/";

	static final String FULL_JOIN = "full-join/";

	private final Fixture fixture;

	private final Ours ours;

	private final OneDatabaseFloor floor;

	SameShape(Fixture fixture, int workers, Measurements measured) throws SQLException {
		this.fixture = fixture;
		this.ours = new Ours(fixture, workers, measured);
		this.floor = new OneDatabaseFloor(fixture.green(), LegacyDatabase.JOBS, fixture.shape(), workers);
	}

	@Override
	public List<Phase> phases() {
		String name = this.fixture.shape().label();
		PlainSql plain = new PlainSql(this.fixture.green(), LegacyDatabase.JOBS, this.fixture.shape());
		Case verify = new Case(VERIFY + name, this.fixture.rows(), this.ours::verify,
				new Candidate(VERIFY + name + " floor", () -> this.floor.compare().secondsIfSame(this.fixture.rows())))
			.reaching(Target.floors(1.2), Target.fasterThan(FULL_JOIN + name));
		Case fullJoin = new Case(FULL_JOIN + name, this.fixture.rows(),
				() -> plain.fullJoin().secondsIfSame(this.fixture.rows()));
		return List.of(new Phase(() -> this.fixture, List.of(verify, fullJoin)));
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
