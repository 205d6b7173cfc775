package io.bluegreen.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Blue and Green in one database.
 */
final class InOneDatabase implements Arrangement {

	private final Stage stage;

	private final Ours ours;

	private final OneDatabaseFloor floor;

	private final PlainSql plain;

	private final Changes changes;

	InOneDatabase(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new OneDatabaseFloor(stage.green(), LegacyDatabase.JOBS, Shape.PAYMENTS, workers);
		this.plain = new PlainSql(stage.green(), LegacyDatabase.JOBS, Shape.PAYMENTS);
		this.changes = new Changes(stage.blue(), stage.rows());
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(() -> this.stage, starts()), new Phase(this.ours::backfillFew, fixedCosts()),
				new Phase(this.stage::vacuum, loads()), new Phase(this.ours::fill, checks()),
				new Phase(this::fillAndChoose, reconciles()), new Phase(this.stage::vacuum, indexedLoads()));
	}

	private List<Contest> starts() {
		return List.of(new Contest("startup", 0, this.ours::start), new Contest("help", 0, this.ours::help));
	}

	/** Start, preflight, planning and closing, since there is hardly any work. */
	private List<Contest> fixedCosts() {
		return List.of(
				new Contest("fixed-costs/backfill", 0, () -> this.ours.backfillFew().seconds())
					.reaching(Target.seconds(1.5)),
				new Contest("fixed-costs/verify", 0, () -> this.ours.verifyFew().seconds())
					.reaching(Target.seconds(1.5)));
	}

	private List<Contest> loads() {
		return List.of(
				load("backfill/in-database", this.ours::backfill, this.stage.load("backfill floor", this.floor::insert))
					.reaching(Target.floors(1.1)),
				load("insert-select", this.plain::insertSelect),
				load("textbook-spring-batch", new Textbook(this.stage)::seconds));
	}

	private List<Contest> checks() {
		Contender floor = new Contender("verify floor", this::compare);
		return List.of(
				check("verify/in-database", this.ours::verify, floor).reaching(Target.floors(1.2),
						Target.fasterThan("full-join")),
				check("verify/exact", () -> this.ours.verify("--exact"),
						new Contender("verify --exact floor", this::compare))
					.reaching(Target.floors(1.2), Target.fasterThan("full-join")),
				check("full-join", () -> this.plain.fullJoin().secondsIfSame(this.stage.rows())));
	}

	private double compare() throws Exception {
		return this.floor.compare().secondsIfSame(this.stage.rows());
	}

	private boolean fillAndChoose() throws IOException, InterruptedException {
		this.changes.choose();
		return this.ours.fill();
	}

	private List<Contest> reconciles() {
		return List.of(new Contest("reconcile/idle", 0, this.ours::reconcile).reaching(Target.seconds(0.7)),
				new Contest("reconcile", this.changes.rows(), () -> {
					this.changes.make();
					double seconds = this.ours.reconcile();
					this.changes.requireBrought();
					return seconds;
				}, new Contender("reconcile floor", () -> {
					this.changes.make();
					double seconds = this.plain.upsert();
					this.changes.requireBrought();
					// Reads the log, so that nothing is left for whoever comes next.
					this.ours.reconcile();
					return seconds;
				})).reaching(Target.floors(3)));
	}

	private List<Contest> indexedLoads() {
		SecondaryIndexes indexes = new SecondaryIndexes(this.stage);
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

	private Contest load(String name, Callable<Double> seconds, Contender... floors) {
		return new Contest(name, this.stage.rows(), this.stage.load(name, seconds).seconds(), floors);
	}

	private Contest check(String name, Callable<Double> seconds, Contender... floors) {
		return new Contest(name, this.stage.rows(), seconds, floors);
	}

	@Override
	public void close() throws SQLException {
		this.floor.close();
	}

}
