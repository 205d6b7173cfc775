package io.bluegreen.bisection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;

import io.bluegreen.failure.ServerError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class BisectionTests {

	private final List<List<Integer>> tried = new ArrayList<>();

	private static DataAccessException failure(String sqlState) {
		return new UncategorizedSQLException("write", "INSERT", new SQLException("no", sqlState));
	}

	private Function<List<Integer>, String> failingAt(String sqlState, Set<Integer> poison) {
		return (part) -> {
			this.tried.add(part);
			if (part.stream().anyMatch(poison::contains)) {
				throw failure(sqlState);
			}
			return "done " + part;
		};
	}

	private static String refused(List<Integer> part, ServerError error) {
		return error.sqlState() + " " + part;
	}

	private static <P> List<String> results(Bisection.Outcome<P, String> outcome) {
		assertThat(outcome.left()).isEmpty();
		return outcome.results();
	}

	@Test
	void whatSucceedsAsAWholeIsNotCut() {
		assertThat(results(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3), failingAt("22001", Set.of()), BisectionTests::refused)))
			.containsExactly("done [1, 2, 3]");
		assertThat(this.tried).hasSize(1);
	}

	@Test
	void whatIsToBlameEndsAloneAndWhatFollowsItGoesInOneTry() {
		assertThat(results(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3, 4, 5, 6, 7, 8), failingAt("22001", Set.of(3)), BisectionTests::refused)))
			.containsExactly("done [1, 2]", "22001 [3]", "done [4, 5, 6, 7, 8]");
	}

	@Test
	void everyElementToBlameIsFoundAndResultsComeInOrder() {
		assertThat(results(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3, 4, 5), failingAt("23505", Set.of(1, 5)), BisectionTests::refused)))
			.containsExactly("23505 [1]", "done [2]", "done [3]", "done [4]", "23505 [5]");
	}

	@Test
	void elementThatFailsOnlyBesideAnotherIsDoneAlone() {
		Set<Integer> done = new HashSet<>();
		Function<List<Integer>, String> together = (part) -> {
			if (part.containsAll(List.of(1, 2))) {
				throw failure("22001");
			}
			done.addAll(part);
			return "done " + part;
		};
		assertThat(results(Bisection.<Integer>ofList().run(List.of(1, 2), together, BisectionTests::refused)))
			.containsExactly("done [1]", "done [2]");
		assertThat(done).containsExactly(1, 2);
	}

	@Test
	void oneBadRowAmongTwentyThousandCostsAtMostTwentyTries() {
		List<Integer> rows = IntStream.range(0, 20_000).boxed().toList();
		for (int bad : List.of(0, 1, 78, 79, 9_999, 10_001, 19_998, 19_999)) {
			this.tried.clear();
			int[] cuts = { 0 };
			ServerError error = ServerError.of(failure("22001"));
			Bisection.Outcome<List<Integer>, String> outcome = new Bisection<>(new ListParts<Integer>() {
				@Override
				public Optional<List<List<Integer>>> cut(List<Integer> part, ServerError error) {
					cuts[0]++;
					int size = 1 + (part.size() - 1) / 256;
					return (part.size() == 1) ? Optional.empty()
							: Optional.of(IntStream.iterate(0, (from) -> from < part.size(), (from) -> from + size)
								.mapToObj((from) -> part.subList(from, Math.min(part.size(), from + size)))
								.toList());
				}
			}, 40).runFailed(rows, error, failingAt("22001", Set.of(bad)), BisectionTests::refused);
			assertThat(results(outcome)).contains("22001 [" + bad + "]");
			// The last cut finds that there is nothing to cut: a row's own keys tell.
			assertThat(this.tried.size() + cuts[0]).as("row " + bad).isLessThanOrEqualTo(20);
		}
	}

	@Test
	void whereAllAreToBlameEachCostsAboutTwoTries() {
		List<Integer> rows = IntStream.range(0, 1000).boxed().toList();
		assertThat(results(
				Bisection.<Integer>ofList().run(rows, failingAt("22001", Set.copyOf(rows)), BisectionTests::refused)))
			.hasSize(1000);
		assertThat(this.tried.size()).isLessThanOrEqualTo(2050);
	}

	@Test
	void oddListIsCutWithoutLosingAnElement() {
		assertThat(new ListParts<Integer>().cut(List.of(1, 2, 3), ServerError.NONE))
			.contains(List.of(List.of(1), List.of(2, 3)));
	}

	@Test
	void singleElementCannotBeCut() {
		assertThat(new ListParts<Integer>().cut(List.of(1), ServerError.NONE)).isEmpty();
	}

	@Test
	void errorThatTheDataAreNotToBlameForIsThrownAtOnce() {
		assertThatThrownBy(() -> Bisection.<Integer>ofList()
			.run(List.of(1, 2), failingAt("08006", Set.of(2)), BisectionTests::refused))
			.isInstanceOf(UncategorizedSQLException.class);
		assertThat(this.tried).containsExactly(List.of(1, 2));
	}

	@Test
	void partThatTheCutGivesNothingForIsRefusedAsAWhole() {
		assertThat(results(cutBy((part) -> Optional.empty()).run(List.of(1, 2), failingAt("22001", Set.of(2)),
				BisectionTests::refused)))
			.containsExactly("22001 [1, 2]");
	}

	@Test
	void partThatNothingIsLeftOfIsNeitherDoneNorRefused() {
		assertThat(results(cutBy((part) -> Optional.of(List.of())).run(List.of(1, 2), failingAt("22001", Set.of(2)),
				BisectionTests::refused)))
			.isEmpty();
	}

	@Test
	void beyondTheLimitTheRestIsLeftInHalves() {
		Bisection.Outcome<List<Integer>, String> outcome = new Bisection<>(new ListParts<Integer>(), 5)
			.run(List.of(1, 2, 3, 4, 5, 6, 7, 8), failingAt("22001", Set.of(1, 5)), BisectionTests::refused);
		assertThat(outcome.results()).containsExactly("22001 [1]");
		assertThat(outcome.left().stream().flatMap(List::stream)).containsExactly(2, 3, 4, 5, 6, 7, 8);
		assertThat(outcome.left()).hasSize(2);
	}

	@Test
	void cutIsToldTheErrorOfThePart() {
		List<String> told = new ArrayList<>();
		new Bisection<>(new ListParts<Integer>() {
			@Override
			public Optional<List<List<Integer>>> cut(List<Integer> part, ServerError error) {
				told.add(error.sqlState() + " " + part);
				return Optional.empty();
			}
		}, 9).run(List.of(7), failingAt("22P02", Set.of(7)), BisectionTests::refused);
		assertThat(told).containsExactly("22P02 [7]");
	}

	private static Bisection<List<Integer>> cutBy(Function<List<Integer>, Optional<List<List<Integer>>>> cut) {
		return new Bisection<>(new ListParts<Integer>() {
			@Override
			public Optional<List<List<Integer>>> cut(List<Integer> part, ServerError error) {
				return cut.apply(part);
			}
		}, 9);
	}

}
