package io.bluegreen.jobs.settings;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.jobs.settings.TableSettings.SourceSettings;
import io.bluegreen.mapping.MappingSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class TableSettingsTests {

	private static TableSettings versioned(@Nullable SourceSettings source, @Nullable List<String> key,
			@Nullable List<String> ignore) {
		return new TableSettings("blue.v", source, "green.t", key, "row_version", null, ignore, null, null, null);
	}

	private static TableSettings of(@Nullable String version, @Nullable String overwrite, @Nullable String triggers) {
		return new TableSettings("blue.v", null, "green.t", null, version, overwrite, null, null, null, triggers);
	}

	private static void assertRefused(TableSettings settings, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings.mapping("t"))
			.withMessageStartingWith("bluegreen.tables.t" + message);
	}

	@Test
	void whatIsLeftOutIsEmpty() {
		assertThat(versioned(null, null, null).mapping("t")).isEqualTo(
				new MappingSettings("t", "blue.v", null, List.of(), "green.t", List.of(), "row_version", List.of()));
	}

	@Test
	void sourceAndKeysArePassedOn() {
		assertThat(versioned(new SourceSettings("blue.s", List.of("no")), List.of("id"), List.of("note")).mapping("t"))
			.isEqualTo(new MappingSettings("t", "blue.v", "blue.s", List.of("no"), "green.t", List.of("id"),
					"row_version", List.of("note")));
	}

	@Test
	void bothSidesAreNeeded() {
		assertRefused(new TableSettings(null, null, "green.t", null, null, null, null, null, null, null),
				": `from` and `to` are needed");
		assertRefused(new TableSettings("blue.v", null, null, null, null, null, null, null, null, null),
				": `from` and `to` are needed");
	}

	@Test
	void tableWithoutAVersionMustSayWhoWins() {
		assertRefused(of(null, null, null), ": without `version` an older row cannot be told");
		assertThat(of(null, "blue-wins", null).mapping("t").version()).isNull();
	}

	@Test
	void tableWithAVersionNeedsNoWinner() {
		assertRefused(of("row_version", "blue-wins", null), ".overwrite: blue-wins is for tables without a `version`");
	}

	@ParameterizedTest
	@CsvSource({ "green-wins,, .overwrite: green-wins makes no sense",
			"blue-wins, deny, .triggers: deny makes no sense" })
	void wordThatMeansNothingIsRefused(String overwrite, @Nullable String triggers, String message) {
		assertRefused(of(null, overwrite, triggers), message);
	}

	@Test
	void columnIsNamedOnce() {
		assertRefused(versioned(null, List.of("a", "b", "a"), null), ".key: a is named twice");
		assertRefused(versioned(null, null, List.of("a", "a")), ".ignore: a is named twice");
		assertRefused(versioned(new SourceSettings("s", List.of("a", "a")), null, null),
				".source.key: a is named twice");
	}

	@Test
	void sourceWithoutATableIsRefused() {
		assertRefused(versioned(new SourceSettings(null, List.of("no")), null, null),
				".source.table: a `source` names");
	}

}
