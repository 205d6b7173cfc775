package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;

/**
 * Blue and Green in one database.
 */
final class InOneDatabase implements Arrangement {

	private final Stage stage;

	private final Ours ours;

	private final Floor floor;

	private final Mapping mapping;

	InOneDatabase(Stage stage, int workers, Measurements measured) throws SQLException {
		this.stage = stage;
		this.ours = new Ours(stage, workers, measured);
		this.floor = new Floor(stage.green(), LegacyDatabase.JOBS, workers);
		this.mapping = stage.mapping();
	}

	@Override
	public List<Phase> phases() {
		return List.of(new Phase(() -> this.stage, starts()), new Phase(() -> this.stage, loads()),
				new Phase(this.ours::fill, checks()), new Phase(() -> this.stage, indexedLoads()));
	}

	private List<Contest> starts() {
		return List.of(new Contest("startup", 0, this.ours::start), new Contest("help", 0, this.ours::help));
	}

	private List<Contest> loads() {
		return List.of(
				load("backfill/in-database", this.ours::backfill,
						floor("backfill floor, a commit a range", Duration.ZERO),
						floor("backfill floor, a commit a chunk-target", Bench.CHUNK_TARGET)),
				load("insert-select", new PlainSql(this.stage, this.mapping)::insertSelect),
				load("textbook-spring-batch", new Textbook(this.stage)::seconds));
	}

	private Contender floor(String name, Duration commitAfter) {
		return this.stage.load(name,
				() -> this.floor.seconds(this.stage.ranges("backfill"), RangeWork.apply(this.mapping), commitAfter));
	}

	private List<Contest> checks() {
		Comparing comparing = new Comparing(this.mapping, this.stage.subject().grouping());
		return List.of(
				check("verify/in-database", this.ours::verify,
						comparing("verify floor", RangeWork.checksums(comparing))),
				check("verify/exact", () -> this.ours.verify("--exact"),
						comparing("verify --exact floor", RangeWork.exact(comparing))),
				check("full-join", new PlainSql(this.stage, this.mapping)::fullJoin));
	}

	private Contender comparing(String name, RangeWork work) {
		return new Contender(name, () -> this.floor.seconds(this.stage.ranges("verify"), work, Bench.CHUNK_TARGET));
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
	public void close() {
		this.floor.close();
	}

}
