package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.manifests.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries of panels, alerts and analyses: Prometheus can parse them, and they name meters
 * that there are.
 */
class QueriesTests {

	/** Of Argo Rollouts and of kube-state-metrics. */
	private static final Set<String> OF_THE_PLATFORM = Set.of("rollout_info", "kube_endpoint_address",
			"kube_endpointslice_endpoints");

	@TempDir
	Path directory;

	private static List<Query> all() throws IOException {
		List<Query> all = new ArrayList<>(Query.dashboards());
		all.addAll(Query.alerts());
		Analysis.all("5d8f7c6b9").forEach((analysis) -> all.add(analysis.query()));
		return all;
	}

	@Test
	void everyQueryNamesMetersThatTheProgramsExport() throws IOException {
		MeterPage page = MeterPage.read();
		assertThat(page.has("bluegreen_chunks")).isTrue();
		assertThat(page.has("bluegreen_chunk")).isFalse();
		for (Query query : all()) {
			assertThat(query.meters()).as(query.toString())
				.isNotEmpty()
				.allMatch((meter) -> page.has(meter) || OF_THE_PLATFORM.contains(meter));
		}
	}

	@Test
	void everyQueryCanBeParsed() throws IOException {
		List<Query> all = all();
		assertThat(Promtool.find().check(all, this.directory))
			.contains("SUCCESS: %d rules found".formatted(all.size()));
		all.set(0, new Query("broken", "sum by (table) bluegreen_chunks"));
		assertThat(Promtool.find().check(all, this.directory)).contains("FAILED");
	}

	@Test
	void everyAlertFiresInItsTestAndNoneOnAHealthyMigration() throws IOException {
		Path tests = Tool.HOME.resolve("config/alerts/alerts-test.yml");
		Tool.Outcome outcome = Promtool.find().test(tests);
		assertThat(outcome.code()).as(outcome.printed()).isZero();
		String text = Files.readString(tests);
		assertThat(Query.alerts()).hasSizeGreaterThan(10)
			.allSatisfy((alert) -> assertThat(text).contains("{alertname=\"%s\"".formatted(alert.where())));
	}

	@Test
	void everyAlertHasAHeadingInTheRunbook() throws IOException {
		List<String> headings = Files.readAllLines(Tool.HOME.resolve("docs/runbook.md"))
			.stream()
			.filter((line) -> line.startsWith("### Bluegreen"))
			.map((line) -> line.substring(4))
			.toList();
		assertThat(headings).containsExactlyInAnyOrderElementsOf(Query.alerts().stream().map(Query::where).toList());
	}

	/** Alertmanager knows no checkout: what is relative is no link there. */
	@Test
	void everyAlertLinksItsHeadingAtAnAddressThatOneReplacementMoves() throws IOException {
		for (JsonNode alert : Query.alertRules()) {
			String name = alert.path("alert").asText();
			assertThat(alert.at("/annotations/runbook_url").asText()).as(name)
				.isEqualTo(base() + "docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
		}
	}

	/** As the page that has the replacement names it. */
	private static String base() throws IOException {
		Matcher line = Pattern.compile("sed -i 's\\|(https://[^|]+/)\\|https://YOURS/\\|' config/alerts/alerts.yml")
			.matcher(Files.readString(Tool.HOME.resolve("k8s-jobs/README.md")));
		assertThat(line.find()).isTrue();
		return line.group(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "migration", "service" })
	void panelsHaveNumbersOfTheirOwnAndNoneCoversAnother(String name) throws IOException {
		Set<Integer> ids = new HashSet<>();
		Set<String> cells = new HashSet<>();
		for (JsonNode panel : Query.dashboard(name).path("panels")) {
			assertThat(ids.add(panel.path("id").asInt())).isTrue();
			JsonNode place = panel.path("gridPos");
			for (int x = 0; x < place.path("w").asInt(); x++) {
				for (int y = 0; y < place.path("h").asInt(); y++) {
					assertThat(cells.add((place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y)))
						.as(panel.path("title").asText())
						.isTrue();
				}
			}
		}
	}

}
