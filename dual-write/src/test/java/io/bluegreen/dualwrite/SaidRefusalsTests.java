package io.bluegreen.dualwrite;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SaidRefusalsTests {

	private final SaidRefusals said = new SaidRefusals();

	@Test
	void reasonIsNewOnceOfAllTablesAndAnotherOneIsToo() {
		assertThat(this.said.isNew("payments", "payments: below the fence")).isTrue();
		assertThat(this.said.isNew("payment_events", "payment_events: below the fence")).isFalse();
		assertThat(this.said.isNew("payments", "payments: below the fence")).isFalse();
		assertThat(this.said.isNew("payments", "payments: its mapping was replaced")).isTrue();
	}

}
