package io.bluegreen.dualwrite;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StageTests {

	private static final ApplicationContextRunner SERVICE = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DualWriteAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "", "Blue", "dual_read_green", "on", "green" })
	void anythingElseDoesNotStart(String stage) {
		SERVICE.withPropertyValues("bluegreen.stage=" + stage)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("bluegreen.stage")
				.hasStackTraceContaining("set one of blue, dual, dual-read-green"));
	}

	@Test
	void stageMustBeSaid() {
		SERVICE.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("nothing is no stage"));
	}

	@Test
	void blueNeedsNoDatabaseAndStartsNothing() {
		SERVICE.withPropertyValues("bluegreen.stage=blue")
			.run((context) -> assertThat(context).hasSingleBean(DualWrite.class)
				.doesNotHaveBean(DualWriteLifecycle.class)
				.getBean(Release.class)
				.isEqualTo(new Release(Stage.BLUE, "blue", 0)));
	}

	@Test
	void dualNeedsToKnowItsDatabase() {
		SERVICE.withPropertyValues("bluegreen.stage=dual")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("bluegreen.blue.url is not set")
				.hasStackTraceContaining("BLUEGREEN_BLUE_URL"));
	}

	@Test
	void tableWithoutAVersionIsRefused() {
		SERVICE
			.withPropertyValues("bluegreen.stage=dual", "bluegreen.blue.url=jdbc:postgresql://127.0.0.1:1/nowhere",
					"bluegreen.tables.payments.from=blue.payments", "bluegreen.tables.payments.to=green.payments")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("without `version`"));
	}

}
