package io.bluegreen.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets all contenders run, round by round, every other round in reverse, so that whatever
 * else the machine does falls on all of them.
 */
final class Bench implements AutoCloseable {

	private final Choice choice;

	private final Measurements measured = new Measurements();

	private final List<Arrangement> arrangements = new ArrayList<>();

	Bench(Legacy legacy, int workers, Choice choice) throws SQLException, IOException, InterruptedException {
		this.choice = choice;
		// Migrates Blue, without which there is no other.
		this.arrangements.add(new InOneDatabase(legacy.inOneDatabase(), workers, this.measured));
		for (Shape shape : List.of(Shape.NARROW, Shape.NUMERIC, Shape.JSONB)) {
			if (choice.takes(SameShape.VERIFY + shape.label()) || choice.takes(SameShape.FULL_JOIN + shape.label())) {
				this.arrangements.add(new SameShape(legacy.sameShape(shape), workers, this.measured));
			}
		}
		if (choice.runs("backfill/streaming") || choice.runs("verify/streaming")) {
			this.arrangements.add(new InTwoDatabases(legacy.inTwoDatabases(), workers, this.measured));
		}
		for (Shape shape : List.of(Shape.NUMERIC, Shape.JSONB)) {
			if (choice.takes(SameShapeInTwo.VERIFY + shape.label())) {
				this.arrangements.add(new SameShapeInTwo(legacy.sameShapeInTwo(shape), workers, this.measured));
			}
		}
	}

	/** Runs all that is chosen. */
	void run(Rounds rounds) throws Exception {
		List<Phase> phases = phases().toList();
		int round = 0;
		Instant begin;
		do {
			begin = Instant.now();
			round++;
			for (Phase phase : phases) {
				run(round, phase);
			}
		}
		while (rounds.goOn(round, Duration.between(begin, Instant.now()), Instant.now()));
	}

	private void run(int round, Phase phase) throws Exception {
		List<Contender> order = new ArrayList<>(phase.contests().stream().flatMap(this.choice::contenders).toList());
		if (order.isEmpty()) {
			return;
		}
		if (round % 2 == 0) {
			Collections.reverse(order);
		}
		phase.prepare().call();
		for (Contender contender : order) {
			double seconds = contender.seconds().call();
			this.measured.add(contender.name(), seconds);
			Log.done("round %d: %s".formatted(round, contender.name()), seconds);
		}
	}

	/** What was measured, to be added to. */
	Measurements measured() {
		return this.measured;
	}

	List<Case> cases() {
		Stream<Case> timed = phases().flatMap((phase) -> phase.contests().stream())
			.filter((contest) -> this.choice.takes(contest.name()))
			.map((contest) -> contest.timed(this.measured));
		Stream<Case> shares = this.choice.takes("backfill/in-database")
				? Stream.of(new Figure(Ours.METADATA, "percent", this.measured.of(Ours.METADATA).median()))
				: Stream.of();
		Stream<Case> memory = this.choice.takes("peak-memory") ? memory() : Stream.of();
		return Stream.of(timed, shares, memory).flatMap((cases) -> cases).toList();
	}

	private Stream<Case> memory() {
		List<Case> each = this.measured.names(Ours.MEMORY)
			.<Case>map((name) -> new Figure(name, "mib", this.measured.of(name).max()))
			.toList();
		double peak = this.measured.names(Ours.MEMORY)
			.mapToDouble((name) -> this.measured.of(name).max())
			.max()
			.orElseThrow();
		return Stream.concat(Stream.of(new Figure("peak-memory", "mib", peak)), each.stream());
	}

	private Stream<Phase> phases() {
		return this.arrangements.stream().flatMap((arrangement) -> arrangement.phases().stream());
	}

	@Override
	public void close() throws SQLException {
		for (Arrangement arrangement : this.arrangements) {
			arrangement.close();
		}
	}

}
