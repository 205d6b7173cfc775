package io.bluegreen.jobs.init;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MatchingTests {

	private static Matching match(Table blue, Table green) {
		return Matching.of(blue, green, List.of());
	}

	@Test
	void sameNameIsCertain() {
		Matching matching = match(Attributes.table("blue.t", Attributes.bigint("id")),
				Attributes.table("green.t", Attributes.bigint("id")));
		assertThat(matching.blueOf(Attributes.bigint("id"))).contains(Attributes.bigint("id"));
		assertThat(matching.guesses()).isEmpty();
	}

	@Test
	void nameThatDiffersInCaseAndUnderscoresIsAGuess() {
		Matching matching = match(Attributes.table("blue.t", Attributes.bigint("id"), Attributes.bigint("OwnerId")),
				Attributes.table("green.t", Attributes.bigint("id"), Attributes.bigint("owner_id")));
		assertThat(matching.blueOf(Attributes.bigint("owner_id"))).contains(Attributes.bigint("OwnerId"));
		assertThat(matching.guesses()).containsEntry(Attributes.bigint("owner_id"),
				"matched with Blue's OwnerId, whose name is only alike");
	}

	@Test
	void sameNameIsTakenBeforeOneThatIsAlike() {
		Matching matching = match(
				Attributes.table("blue.t", Attributes.bigint("id"), Attributes.bigint("ownerid"),
						Attributes.bigint("owner_id")),
				Attributes.table("green.t", Attributes.bigint("id"), Attributes.bigint("owner_id")));
		assertThat(matching.blueOf(Attributes.bigint("owner_id"))).contains(Attributes.bigint("owner_id"));
		assertThat(matching.guesses()).isEmpty();
	}

	@Test
	void severalNamesThatAreAlikeAreLeftToTheUser() {
		Matching matching = match(
				Attributes.table("blue.t", Attributes.bigint("id"), Attributes.bigint("ownerid"),
						Attributes.bigint("Owner_Id")),
				Attributes.table("green.t", Attributes.bigint("id"), Attributes.bigint("owner_id")));
		assertThat(matching.blueOf(Attributes.bigint("owner_id"))).isEmpty();
		assertThat(matching.guesses()).containsEntry(Attributes.bigint("owner_id"),
				"several columns of Blue have such a name: ownerid, Owner_Id");
	}

	@Test
	void keysOfOneTypeMatchByTheirPlace() {
		Matching matching = match(Attributes.table("blue.t", Attributes.bigint("no")),
				Attributes.table("green.t", Attributes.bigint("id")));
		assertThat(matching.blueOf(Attributes.bigint("id"))).contains(Attributes.bigint("no"));
		assertThat(matching.guesses()).containsKey(Attributes.bigint("id"));
	}

	@Test
	void keysOfDifferentTypesDoNotMatchByTheirPlace() {
		assertThat(match(Attributes.table("blue.t", Attributes.attribute("no", "text")),
				Attributes.table("green.t", Attributes.bigint("id")))
			.pairs()).isEmpty();
	}

	@Test
	void columnOfBlueIsNotUsedTwice() {
		Matching matching = match(Attributes.table("blue.t", Attributes.bigint("id")),
				Attributes.table("green.t", Attributes.bigint("no"), Attributes.bigint("id")));
		assertThat(matching.pairs()).containsOnlyKeys(Attributes.bigint("id"));
	}

	@Test
	void versionHasASourceOfItsOwn() {
		Table blue = Attributes.table("blue.t", Attributes.bigint("id"), Attributes.bigint("row_version"));
		Matching matching = Matching.of(blue,
				Attributes.table("green.t", Attributes.bigint("id"), Attributes.bigint("row_version")),
				List.of("row_version"));
		assertThat(matching.pairs()).containsOnlyKeys(Attributes.bigint("id"));
		assertThat(matching.left(blue, List.of("row_version"))).isEmpty();
	}

	@Test
	void columnThatGoesNowhereIsLeft() {
		Table blue = Attributes.table("blue.t", Attributes.bigint("id"), Attributes.bigint("old"));
		assertThat(match(blue, Attributes.table("green.t", Attributes.bigint("id"))).left(blue, List.of()))
			.containsExactly(Attributes.bigint("old"));
	}

}
