package io.bluegreen.bisection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

	@Test
	void whatSucceedsAsAWholeIsNotCut() {
		assertThat(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3), failingAt("22001", Set.of()), BisectionTests::refused))
			.containsExactly("done [1, 2, 3]");
		assertThat(this.tried).hasSize(1);
	}

	@Test
	void whatIsToBlameEndsAloneAndResultsComeInOrder() {
		assertThat(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3, 4, 5, 6, 7, 8), failingAt("22001", Set.of(5)), BisectionTests::refused))
			.containsExactly("done [1, 2, 3, 4]", "22001 [5]", "done [6]", "done [7, 8]");
	}

	@Test
	void everyElementToBlameIsFound() {
		assertThat(Bisection.<Integer>ofList()
			.run(List.of(1, 2, 3, 4, 5), failingAt("23505", Set.of(1, 5)), BisectionTests::refused))
			.containsExactly("23505 [1]", "done [2]", "done [3]", "done [4]", "23505 [5]");
	}

	@Test
	void oddListIsCutWithoutLosingAnElement() {
		assertThat(Bisection.halves(List.of(1, 2, 3))).contains(List.of(List.of(1), List.of(2, 3)));
	}

	@Test
	void singleElementCannotBeCut() {
		assertThat(Bisection.halves(List.of(1))).isEmpty();
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
		assertThat(new Bisection<List<Integer>>((part, error) -> Optional.empty(), 9).run(List.of(1, 2),
				failingAt("22001", Set.of(2)), BisectionTests::refused))
			.containsExactly("22001 [1, 2]");
	}

	@Test
	void partThatNothingIsLeftOfIsNeitherDoneNorRefused() {
		assertThat(new Bisection<List<Integer>>((part, error) -> Optional.of(List.of()), 9).run(List.of(1, 2),
				failingAt("22001", Set.of(2)), BisectionTests::refused))
			.isEmpty();
	}

	@Test
	void beyondTheLimitWhatFailsIsNotCutAnyMore() {
		assertThat(new Bisection<List<Integer>>((part, error) -> Bisection.halves(part), 2)
			.run(List.of(1, 2, 3, 4, 5, 6), failingAt("22001", Set.of(1, 5)), BisectionTests::refused))
			.containsExactly("22001 [1]", "done [2, 3]", "22001 [4, 5, 6]");
	}

	@Test
	void cutIsToldTheErrorOfThePart() {
		List<String> told = new ArrayList<>();
		new Bisection<List<Integer>>((part, error) -> {
			told.add(error.sqlState() + " " + part);
			return Optional.empty();
		}, 9).run(List.of(7), failingAt("22P02", Set.of(7)), BisectionTests::refused);
		assertThat(told).containsExactly("22P02 [7]");
	}

}
