package io.bluegreen.bench.load;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cases of live writes, each on servers of its own.
 *
 * @param home the checkout
 * @param rounds how often each is measured
 */
public record LiveBench(Path home, int rounds) {

	/** Unless something else is said: some three minutes for each case. */
	public static final int USUAL_ROUNDS = 5;

	/** Runs those of these cases that are of live writes. */
	public Stream<Figure> run(Set<String> cases) throws Exception {
		Stream.Builder<Figure> figures = Stream.builder();
		if (cases.contains("dual-write")) {
			new DualWriteCase().run(this.home, this.rounds).forEach(figures);
		}
		if (cases.contains("dual-write/lost")) {
			new LostWritesCase().run(this.home).forEach(figures);
		}
		if (cases.contains("writers/backfill")) {
			new WritersCase().beside(this.home, this.rounds).forEach(figures);
		}
		if (cases.contains("writers/tracking")) {
			new WritersCase().tracked(this.home, this.rounds).forEach(figures);
		}
		return figures.build();
	}

}
