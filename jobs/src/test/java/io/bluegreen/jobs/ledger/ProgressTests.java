package io.bluegreen.jobs.ledger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ProgressTests {

	@Test
	void planHasTheChunksOfEveryState() {
		assertThat(new Progress(1, 20, 300, 4000, 50, 60, 7, true).chunks()).isEqualTo(4321);
	}

}
