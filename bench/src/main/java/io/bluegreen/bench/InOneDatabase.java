package io.bluegreen.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Blue and Green in one database.
 */
final class InOneDatabase implements Topology {

	private final Fixture fixture;

	private final Ours ours;

	private final OneDatabaseFloor floor;

	private final PlainSql plain;

	private final Changes changes;

	private final Changes few;

	InOneDatabase(Fixture fixture, int workers, Measurements measured) throws SQLException {
		this.fixture = fixture;
		this.ours = new Ours(fixture, workers, measured);
		this.floor = new OneDatabaseFloor(fixture.green(), LegacyDatabase.JOBS, Shape.PAYMENTS, workers);
		this.plain = new PlainSql(fixture.green(), LegacyDatabase.JOBS, Shape.PAYMENTS);
		this.changes = new Changes(fixture.blue(), fixture.rows(), 100_000);
		this.few = new Changes(fixture.blue(), fixture.rows(), 1000);
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(() -> this.fixture, starts()), new Phase(this.ours::backfillFew, fixedCosts()),
				new Phase(this.fixture::vacuum, loads()), new Phase(this.ours::fill, checks()),
				new Phase(this::fillAndChoose, reconciles()), new Phase(this::fillAndVerify, sinces()),
				new Phase(this.fixture::vacuum, indexedLoads()));
	}

	private List<Case> starts() {
		return List.of(new Case("startup", 0, this.ours::start), new Case("help", 0, this.ours::help));
	}

	/** Start, preflight, planning and closing, since there is hardly any work. */
	private List<Case> fixedCosts() {
		return List.of(
				new Case("fixed-costs/backfill", 0, () -> this.ours.backfillFew().seconds())
					.reaching(Target.seconds(1.5)),
				new Case("fixed-costs/verify", 0, () -> this.ours.verifyFew().seconds()).reaching(Target.seconds(1.5)));
	}

	private List<Case> loads() {
		return List.of(
				load("backfill/in-database", this.ours::backfill,
						this.fixture.load("backfill floor", this.floor::insert))
					.reaching(Target.floors(1.1)),
				load("insert-select", this.plain::insertSelect),
				load("textbook-spring-batch", new Textbook(this.fixture)::seconds));
	}

	private List<Case> checks() {
		Candidate floor = new Candidate("verify floor", this::compare);
		return List.of(
				check("verify/in-database", this.ours::verify, floor).reaching(Target.floors(1.2),
						Target.fasterThan("full-join")),
				check("verify/exact", () -> this.ours.verify("--exact"),
						new Candidate("verify --exact floor", this::compare))
					.reaching(Target.floors(1.2), Target.fasterThan("full-join")),
				check("full-join", () -> this.plain.fullJoin().secondsIfSame(this.fixture.rows())));
	}

	private double compare() throws Exception {
		return this.floor.compare().secondsIfSame(this.fixture.rows());
	}

	private boolean fillAndChoose() throws IOException, InterruptedException {
		this.changes.choose();
		return this.ours.fill();
	}

	private List<Case> reconciles() {
		return List.of(new Case("reconcile/idle", 0, this.ours::reconcile).reaching(Target.seconds(0.7)),
				new Case("reconcile", this.changes.rows(), () -> {
					this.changes.make();
					double seconds = this.ours.reconcile();
					this.changes.requireBrought();
					return seconds;
				}, new Candidate("reconcile floor", () -> {
					this.changes.make();
					double seconds = this.plain.upsert();
					this.changes.requireBrought();
					// Reads the log, so that nothing is left for whoever comes next.
					this.ours.reconcile();
					return seconds;
				})).reaching(Target.floors(3)));
	}

	private boolean fillAndVerify() throws IOException, InterruptedException {
		this.few.choose();
		this.ours.fill();
		this.ours.verify();
		return true;
	}

	/** A thousand changes since a MATCH. */
	private List<Case> sinces() {
		return List.of(new Case("verify/since", this.few.rows(), () -> {
			this.few.make();
			this.ours.reconcile();
			return this.ours.verifySince();
		}, new Candidate("verify/since floor", () -> this.plain.compareChanged().secondsIfSame(this.few.rows())))
			.reaching(Target.seconds(1)));
	}

	private List<Case> indexedLoads() {
		SecondaryIndexes indexes = new SecondaryIndexes(this.fixture);
		return List.of(load("post-data-after", () -> {
			double seconds = this.ours.backfill() + indexes.build();
			indexes.drop();
			return seconds;
		}), load("indexes-first", () -> {
			indexes.build();
			double seconds = this.ours.backfill();
			indexes.drop();
			return seconds;
		}));
	}

	private Case load(String name, Callable<Double> seconds, Candidate... floors) {
		return new Case(name, this.fixture.rows(), this.fixture.load(name, seconds).seconds(), floors);
	}

	private Case check(String name, Callable<Double> seconds, Candidate... floors) {
		return new Case(name, this.fixture.rows(), seconds, floors);
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
