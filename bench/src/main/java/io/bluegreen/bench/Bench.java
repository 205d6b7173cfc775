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
 * Lets all candidates run, round by round, every other round in reverse, so that whatever
 * else the machine does falls on all of them.
 */
final class Bench implements AutoCloseable {

	private final Choice choice;

	private final Measurements measured = new Measurements();

	private final List<Topology> topologies = new ArrayList<>();

	Bench(Legacy legacy, int workers, Choice choice) throws SQLException, IOException, InterruptedException {
		this.choice = choice;
		// Migrates Blue, without which there is no other.
		this.topologies.add(new InOneDatabase(legacy.inOneDatabase(), workers, this.measured));
		for (Shape shape : List.of(Shape.NARROW, Shape.NUMERIC, Shape.JSONB)) {
			if (choice.takes(SameShape.VERIFY + shape.label()) || choice.takes(SameShape.FULL_JOIN + shape.label())) {
				this.topologies.add(new SameShape(legacy.sameShape(shape), workers, this.measured));
			}
		}
		if (choice.runs("backfill/streaming") || choice.runs("verify/streaming")) {
			this.topologies.add(new InTwoDatabases(legacy.inTwoDatabases(), workers, this.measured));
		}
		for (Shape shape : List.of(Shape.NUMERIC, Shape.JSONB)) {
			if (choice.takes(SameShapeInTwo.VERIFY + shape.label())) {
				this.topologies.add(new SameShapeInTwo(legacy.sameShapeInTwo(shape), workers, this.measured));
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
		List<Candidate> order = new ArrayList<>(phase.cases().stream().flatMap(this.choice::candidates).toList());
		if (order.isEmpty()) {
			return;
		}
		if (round % 2 == 0) {
			Collections.reverse(order);
		}
		phase.prepare().call();
		for (Candidate candidate : order) {
			double seconds = candidate.seconds().call();
			this.measured.add(candidate.name(), seconds);
			Log.done("round %d: %s".formatted(round, candidate.name()), seconds);
		}
	}

	/** What was measured, to be added to. */
	Measurements measured() {
		return this.measured;
	}

	List<Line> cases() {
		Stream<Line> timed = phases().flatMap((phase) -> phase.cases().stream())
			.filter((each) -> this.choice.takes(each.name()))
			.map((each) -> each.timed(this.measured));
		Stream<Line> shares = this.choice.takes("backfill/in-database")
				? Stream.of(new Metric(Ours.METADATA, "percent", this.measured.of(Ours.METADATA).median()))
				: Stream.of();
		Stream<Line> memory = this.choice.takes("peak-memory") ? memory() : Stream.of();
		return Stream.of(timed, shares, memory).flatMap((cases) -> cases).toList();
	}

	private Stream<Line> memory() {
		List<Line> each = this.measured.names(Ours.MEMORY)
			.<Line>map((name) -> new Metric(name, "mib", this.measured.of(name).max()))
			.toList();
		double peak = this.measured.names(Ours.MEMORY)
			.mapToDouble((name) -> this.measured.of(name).max())
			.max()
			.orElseThrow();
		return Stream.concat(Stream.of(new Metric("peak-memory", "mib", peak)), each.stream());
	}

	private Stream<Phase> phases() {
		return this.topologies.stream().flatMap((topology) -> topology.phases().stream());
	}

	@Override
	public void close() throws SQLException {
		for (Topology topology : this.topologies) {
			topology.close();
		}
	}

}
