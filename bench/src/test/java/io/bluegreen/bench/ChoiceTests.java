package io.bluegreen.bench;

import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class ChoiceTests {

	private static final Callable<Double> UNUSED = () -> 0.0;

	private static final Case BACKFILL = new Case("backfill/in-database", 1000, UNUSED,
			new Candidate("backfill floor", UNUSED));

	@Test
	void withoutNamesAllRunButTheLoadsWithIndexesAndTheTextbook() {
		Choice choice = Choice.of(List.of(), false);

		assertThat(Choice.USUAL).allMatch(choice::takes);
		assertThat(Choice.INDEXES).noneMatch(choice::runs);
		assertThat(choice.takes("textbook-spring-batch")).isFalse();
		assertThat(Choice.of(List.of(), true).cases()).containsAll(Choice.INDEXES);
	}

	@Test
	void ofANamedCaseTheFloorsRunToo() {
		Choice choice = Choice.of(List.of("backfill/in-database"), false);

		assertThat(choice.candidates(BACKFILL)).extracting(Candidate::name)
			.containsExactly("backfill/in-database", "backfill floor");
		assertThat(choice.runs("verify/in-database")).isFalse();
	}

	@Test
	void forPeakMemoryTheProgramRunsWithoutFloors() {
		Choice choice = Choice.of(List.of("peak-memory"), false);

		assertThat(choice.candidates(BACKFILL)).extracting(Candidate::name).containsExactly("backfill/in-database");
		assertThat(choice.takes("backfill/in-database")).isFalse();
	}

	@Test
	void aNameTakesTheCasesBelowIt() {
		assertThat(Choice.of(List.of("verify/same-shape", "startup"), false).cases()).containsExactly(
				"verify/same-shape/narrow", "verify/same-shape/numeric", "verify/same-shape/jsonb", "startup");
		assertThat(Choice.of(List.of("reconcile"), false).cases()).containsExactly("reconcile", "reconcile/idle");
	}

	@Test
	void theTextbookRunsIfItIsNamed() {
		assertThat(Choice.of(List.of("textbook-spring-batch"), false).cases()).containsExactly("textbook-spring-batch");
	}

	@Test
	void aCaseThatDoesNotExistIsRefusedWithThoseThatDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> Choice.of(List.of("startup", "backfil"), false))
			.withMessageStartingWith("there is no case backfil: --case takes backfill/in-database, ")
			.withMessageEndingWith("post-data-after, indexes-first");
	}

}
