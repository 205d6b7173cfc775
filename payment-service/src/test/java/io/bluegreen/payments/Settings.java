package io.bluegreen.payments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * What an operator sets for an instance.
 */
final class Settings {

	private Settings() {
	}

	/** For a stage; what comes later counts. */
	static List<String> of(MigratedStores stores, String stage, String... more) {
		Map<String, String> settings = new LinkedHashMap<>();
		Stream
			.of(Stream.of("BLUEGREEN_CONFIG=../config/bluegreen.yml", "server.port=0", "bluegreen.stage=" + stage,
					"spring.datasource.url=" + stores.blue().url(),
					"spring.datasource.username=" + LegacyDatabase.APPLICATION,
					"spring.datasource.password=" + LegacyDatabase.APPLICATION, "payments.shutdown-delay=0s"),
					database("blue", stores.blue().url(), stores.stores().role()),
					stores.areOne() ? Stream.<String>of()
							: database("green", stores.green().url(), stores.stores().role()),
					Stream.of(more))
			.flatMap((part) -> part)
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> settings.put(setting[0], setting[1]));
		return settings.entrySet().stream().map((setting) -> "--" + setting).toList();
	}

	static Stream<String> database(String side, String url, String role) {
		return Stream.of("bluegreen.%s.url=%s".formatted(side, url), "bluegreen.%s.username=%s".formatted(side, role),
				"bluegreen.%s.password=%s".formatted(side, role));
	}

}
