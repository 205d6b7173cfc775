package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.jobs.verify.RangeResult.Unread;
import io.bluegreen.mapping.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RangeResultTests {

	private static final Chunk CHUNK = new Chunk(7, new KeyRange(null, null), 0, false);

	private static final Group EUROPE = new Group("blue", List.of("EU"), 3, List.of("0.10"));

	private static final Unread ROW = new Unread(List.of("k"), "too long");

	private static RangeResult range(List<Group> groups, List<Unread> unread) {
		return new RangeResult(1, 2, 3, 40, 5, 6, 7, groups, unread);
	}

	@Test
	void everyCountIsAddedToItsOwn() {
		assertThat(range(List.of(), List.of()).plus(new RangeResult(10, 20, 30, 400, 50, 60, 70, List.of(), List.of())))
			.isEqualTo(new RangeResult(11, 22, 33, 440, 55, 66, 77, List.of(), List.of()));
	}

	@Test
	void groupsAndErrorsOfBothAreKeptInOrder() {
		Group america = new Group("blue", List.of("US"), 1, List.of("1"));
		Unread part = new Unread(null, "too long");
		RangeResult both = range(List.of(EUROPE), List.of(ROW)).plus(range(List.of(america), List.of(part)));
		assertThat(both.groups()).containsExactly(EUROPE, america);
		assertThat(both.unread()).containsExactly(ROW, part);
	}

	@Test
	void nothingAddsNothing() {
		RangeResult range = range(List.of(EUROPE), List.of(ROW));
		assertThat(RangeResult.NOTHING.plus(range)).isEqualTo(range).isEqualTo(range.plus(RangeResult.NOTHING));
	}

	@Test
	void outcomeCountsTheKeysThatMatchAsApplied() {
		ChunkOutcome.Compared outcome = range(List.of(), List.of()).outcome(CHUNK, 0.5);
		assertThat(outcome).isEqualTo(new ChunkOutcome.Compared(7, 40, 35, 0.5, outcome.detail()));
	}

	@Test
	void ledgerKeepsAllOfARange() {
		Group nobody = Shapes.group("green", "null", 1, "null");
		RangeResult range = range(List.of(EUROPE, nobody), List.of(ROW, new Unread(null, "too long")));
		String detail = Objects.requireNonNull(range.outcome(CHUNK, 0.5).detail());
		assertThat(JsonMapper.builder().build().readValue(detail, RangeResult.class)).isEqualTo(range);
	}

}
