package io.bluegreen.jobs.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

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
		assertThat(bound(BLUE).summary(List.of("account")))
			.isEqualTo("db/shop as jobs -> the same database, tables account, 2 workers");
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
	void twoEntriesMayNotWriteOneTable() {
		assertThatIllegalArgumentException().isThrownBy(() -> tables("green.t", "green.t").mappings(List.of()))
			.withMessageContaining("green.t is the target of bluegreen.tables.");
	}

}
