package io.bluegreen.jobs.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.MappingSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class BluegreenSettingsTests {

	private static final Map<String, String> BLUE = Map.of("bluegreen.blue.url", "jdbc:postgresql://db/shop",
			"bluegreen.blue.username", "jobs", "bluegreen.blue.password", "s3cret");

	private static BluegreenSettings bound(Map<String, String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("bluegreen",
				BluegreenSettings.class);
	}

	private static BluegreenSettings tables(String firstTarget, String secondTarget) {
		return bound(Map.of("bluegreen.tables.b.from", "blue.b", "bluegreen.tables.b.to", firstTarget,
				"bluegreen.tables.b.version", "v", "bluegreen.tables.a.from", "blue.a", "bluegreen.tables.a.to",
				secondTarget, "bluegreen.tables.a.version", "v"));
	}

	@Test
	void summaryNamesThePlacesAndNoSecret() {
		assertThat(new EffectiveSettings(bound(BLUE)).summary(List.of("account")))
			.isEqualTo("db/shop as jobs -> the same database, tables account, 2 workers");
	}

	@Test
	void settingsThatAreNotAtTheirDefaultsAreToldByTheirKeysAndNoSecret() {
		assertThat(new EffectiveSettings(bound(BLUE)).changed()).isEmpty();
		Map<String, String> settings = new HashMap<>(BLUE);
		settings.put("bluegreen.blue.url", "jdbc:postgresql://db/shop?sslpassword=s3cret");
		settings.putAll(Map.of("bluegreen.wait", "90s", "bluegreen.chunk-target", "250ms", "bluegreen.workers", "4",
				"bluegreen.settle", "5s", "bluegreen.throttle.max-slot-lag", "2GB", "bluegreen.metrics.port", "9400"));
		EffectiveSettings effective = new EffectiveSettings(bound(settings));
		assertThat(effective.changed()).contains(
				"not the defaults: chunk-target 250ms, wait 90s, throttle.max-slot-lag 2048MB, metrics.port 9400");
		assertThat(effective.all()).startsWith("blue jdbc:postgresql://db/shop?sslpassword=*** as jobs, green none, ")
			.contains("settle 5s")
			.doesNotContain("s3cret");
	}

	@Test
	void greenOfAnotherUrlIsReachedByBluesRole() {
		DatabaseSettings green = new DatabaseSettings("jdbc:postgresql://other/shop", "jobs", "s3cret");
		Map<String, String> settings = new HashMap<>(BLUE);
		settings.put("bluegreen.green.url", "jdbc:postgresql://other/shop");
		assertThat(bound(settings).greenOrBlue()).isEqualTo(green);
	}

	@Test
	void chosenSizeOfAChunkIsTakenBeforeThePickedOne() {
		assertThat(bound(Map.of("bluegreen.chunk-rows", "200")).chunkRows(() -> 25_000)).isEqualTo(200);
		assertThat(bound(Map.of()).chunkRows(() -> 25_000)).isEqualTo(25_000);
	}

	@Test
	void onlyTheTablesThatAreNamedAreTaken() {
		assertThat(tables("green.b", "green.a").mappings(List.of("a"))).extracting(MappingSettings::table)
			.containsExactly("a");
		assertThat(tables("green.b", "green.a").mappings(List.of())).hasSize(2);
	}

	@Test
	void tableThatIsNotConfiguredIsRefused() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> tables("green.b", "green.a").mappings(List.of("c")))
			.withMessageStartingWith("c is no table of this configuration: it has ");
	}

	@Test
	void throttleIsOffUnlessItHasLimits() {
		ThrottleSettings throttle = bound(Map.of()).throttle();
		assertThat(throttle).isEqualTo(new ThrottleSettings(null, null, null, null, null));
		assertThat(bound(Map.of("bluegreen.throttle.max-slot-lag", "2GB")).throttle().maxSlotLag())
			.isEqualTo(DataSize.ofGigabytes(2));
	}

	@ParameterizedTest
	@CsvSource({ "max-slot-lag, 1KB", "max-wal-rate, 10B", "max-lock-waiters, -1", "max-replication-lag, 0s",
			"prometheus.query, up" })
	void senselessLimitIsRefusedByItsKey(String key, String value) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bound(Map.of("bluegreen.throttle." + key, value)))
			.havingRootCause()
			.withMessageStartingWith("bluegreen.throttle.")
			.withMessageContaining(" makes no sense, it takes ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://ops:s3cret@prometheus:9090", "http://prometheus:9090?token=s3cret" })
	void secretInTheUrlOfPrometheusIsRefusedAndNotRepeated(String url) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bound(Map.of("bluegreen.throttle.prometheus.url", url)))
			.havingRootCause()
			.withMessageContaining("bluegreen.throttle.prometheus.url")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void twoEntriesMayNotWriteOneTable() {
		assertThatIllegalArgumentException().isThrownBy(() -> tables("green.t", "green.t").mappings(List.of()))
			.withMessageContaining("green.t is the target of bluegreen.tables.");
	}

}
