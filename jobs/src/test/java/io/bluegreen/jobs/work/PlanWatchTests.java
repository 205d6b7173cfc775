package io.bluegreen.jobs.work;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.bluegreen.jobs.settings.BluegreenSettings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PlanWatchTests {

	@Test
	void whatPeopleSetIsSeenAndActedOnWithinTwoSecondsAfterAnyTransactionOrRest() {
		Duration transaction = new Binder(new MapConfigurationPropertySource())
			.bindOrCreate("bluegreen", BluegreenSettings.class)
			.chunkTarget();
		assertThat(PlanWatch.EVERY.plus(transaction).plus(Throttle.REST)).isLessThanOrEqualTo(Duration.ofSeconds(2));
	}

}
