package io.bluegreen.manifests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is applied together fits together: images, Services, labels, ConfigMaps, Secrets.
 */
class AgreementTests {

	/** Who brings them is said in k8s-jobs/README.md. */
	private static final Set<String> SECRETS = Set.of("bluegreen-owner", "bluegreen-jobs", "payment-service");

	private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

	private static List<Resource> production(String stage) {
		return Stream
			.of("k8s-jobs/overlays/production", "k8s-jobs/overlays/production/expand",
					"k8s-jobs/overlays/production/post-data", "k8s-jobs/overlays/production/backfill",
					"k8s-jobs/overlays/production/verify", "argo/overlays/production/" + stage)
			.flatMap((folder) -> new Folder(folder).resources().stream())
			.toList();
	}

	private static Set<String> names(List<Resource> resources, String kind) {
		return resources.stream()
			.filter((resource) -> resource.kind().equals(kind))
			.map(Resource::name)
			.collect(Collectors.toSet());
	}

	private static Set<String> texts(List<Resource> resources, String field) {
		return resources.stream()
			.flatMap((resource) -> resource.json().findValues(field).stream())
			.map(JsonNode::asText)
			.collect(Collectors.toSet());
	}

	/** The names below fields of this name, such as configMapKeyRef. */
	private static Set<String> references(List<Resource> resources, String field) {
		return resources.stream()
			.flatMap((resource) -> resource.json().findValues(field).stream())
			.filter((reference) -> reference.has("name"))
			.map((reference) -> reference.path("name").asText())
			.collect(Collectors.toSet());
	}

	private static Resource rollout(String stage) {
		return new Folder("argo/overlays/" + stage).resource("Rollout", "payment-service");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1-dual", "2-read-green" })
	void everyNameThatIsReferredToIsThere(String stage) {
		List<Resource> all = production(stage);
		Set<String> configMaps = new HashSet<>(references(all, "configMapRef"));
		configMaps.addAll(references(all, "configMapKeyRef"));
		configMaps.addAll(references(all, "configMap"));
		assertThat(configMaps).hasSize(2).isEqualTo(names(all, "ConfigMap"));
		assertThat(texts(all, "secretName")).isEqualTo(SECRETS);
		assertThat(names(new Folder("k8s-jobs/overlays/local").resources(), "Secret")).isEqualTo(SECRETS);
		assertThat(texts(all, "serviceAccountName")).isEqualTo(names(all, "ServiceAccount"));
		Resource rollout = rollout(stage);
		JsonNode blueGreen = rollout.at("/spec/strategy/blueGreen");
		assertThat(Set.of(blueGreen.path("activeService").asText(), blueGreen.path("previewService").asText()))
			.isEqualTo(names(all, "Service"));
		assertThat(names(all, "AnalysisTemplate")).containsAll(texts(all, "templateName"));
		assertThat(texts(all, "image")).containsExactlyInAnyOrder("registry.example.org/bluegreen-jobs:0.1.0",
				"registry.example.org/payment-service:0.1.0");
	}

	@Test
	void selectorsFindThePodsAndPortsHaveTheirNames() {
		List<Resource> all = production("1-dual");
		JsonNode template = rollout("1-dual").at("/spec/template");
		JsonNode labels = template.at("/metadata/labels");
		List<JsonNode> selectors = new ArrayList<>();
		selectors.add(rollout("1-dual").at("/spec/selector/matchLabels"));
		all.stream()
			.filter((resource) -> resource.kind().equals("Service"))
			.forEach((service) -> selectors.add(service.at("/spec/selector")));
		all.stream()
			.filter((resource) -> resource.kind().equals("PodDisruptionBudget"))
			.forEach((budget) -> selectors.add(budget.at("/spec/selector/matchLabels")));
		assertThat(selectors).hasSize(4).allSatisfy((selector) -> {
			assertThat(selector.size()).isPositive();
			selector.properties()
				.forEach((label) -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
			// It changes with the stage, and a selector cannot.
			assertThat(selector.has("version")).isFalse();
		});
		assertThat(texts(all, "targetPort")).containsExactly("http");
		assertThat(template.at("/spec/containers/0/ports/0/name").asText()).isEqualTo("http");
		JsonNode jobs = new Folder("k8s-jobs/overlays/production").resource("NetworkPolicy", "bluegreen-jobs")
			.at("/spec/podSelector/matchLabels/app.kubernetes.io~1name");
		all.stream()
			.flatMap((resource) -> resource.podTemplates().stream())
			.filter((pod) -> pod.at("/spec/containers/0/name").asText().equals("bluegreen"))
			.forEach((pod) -> assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name")).isEqualTo(jobs));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1-dual", "2-read-green" })
	void analysesHaveTheirArgumentsAndNothingElseInBraces(String stage) {
		JsonNode blueGreen = rollout(stage).at("/spec/strategy/blueGreen");
		for (String analysis : List.of("prePromotionAnalysis", "postPromotionAnalysis")) {
			Set<String> given = new HashSet<>();
			blueGreen.at("/" + analysis + "/args").forEach((argument) -> given.add(argument.path("name").asText()));
			for (JsonNode template : blueGreen.at("/" + analysis + "/templates")) {
				String name = template.path("templateName").asText();
				Resource resource = new Folder("argo/overlays/" + stage).resource("AnalysisTemplate", name);
				Set<String> declared = new HashSet<>();
				resource.at("/spec/args").forEach((argument) -> declared.add(argument.path("name").asText()));
				Set<String> used = new HashSet<>();
				Pattern.compile("\\{\\{(.*?)}}")
					.matcher(resource.json().toString())
					.results()
					.forEach((match) -> used.add(match.group(1)));
				assertThat(given).as(name).containsAll(declared);
				assertThat(used).as(name)
					.isEqualTo(declared.stream().map((argument) -> "args." + argument).collect(Collectors.toSet()));
			}
		}
		assertThat(rollout(stage).json().toString()).doesNotContain("{{");
	}

	@Test
	void stageGenerationAndGateGoTogether() {
		assertThat(stageOf("1-dual")).containsExactly("dual", "1", "green", "dual", "dual");
		assertThat(stageOf("2-read-green")).containsExactly("dual-read-green", "2", "green", "dual-read-green",
				"dual-read-green");
	}

	private static List<String> stageOf(String overlay) {
		Resource rollout = rollout(overlay);
		JsonNode env = rollout.at("/spec/template/spec/containers/0/env");
		assertThat(env.at("/0/name").asText()).isEqualTo("BLUEGREEN_STAGE");
		assertThat(env.at("/1/name").asText()).isEqualTo("BLUEGREEN_GENERATION");
		return List.of(env.at("/0/value").asText(), env.at("/1/value").asText(),
				rollout.at("/spec/template/metadata/labels/version").asText(),
				rollout.at("/spec/strategy/blueGreen/prePromotionAnalysis/args/2/value").asText(),
				rollout.at("/spec/strategy/blueGreen/postPromotionAnalysis/args/2/value").asText());
	}

	@Test
	void oldPodsStayLongerThanTheAnalysisThatMayNeedThem() {
		JsonNode blueGreen = rollout("1-dual").at("/spec/strategy/blueGreen");
		assertThat(blueGreen.path("autoPromotionEnabled").isBoolean()).isTrue();
		assertThat(blueGreen.path("autoPromotionEnabled").asBoolean()).isFalse();
		int longest = 0;
		for (JsonNode template : blueGreen.at("/postPromotionAnalysis/templates")) {
			JsonNode metric = new Folder("argo/overlays/1-dual")
				.resource("AnalysisTemplate", template.path("templateName").asText())
				.at("/spec/metrics/0");
			// Once more for each error, 10 s apart.
			longest = Math.max(longest,
					seconds(metric.path("initialDelay"))
							+ seconds(metric.path("interval")) * metric.path("count").asInt()
							+ metric.at("/provider/job/spec/activeDeadlineSeconds").asInt()
							+ 10 * metric.path("consecutiveErrorLimit").asInt());
		}
		assertThat(longest).isBetween(100, blueGreen.path("scaleDownDelaySeconds").asInt() - 1);
	}

	private static int seconds(JsonNode duration) {
		return Integer.parseInt("0" + duration.asText().replace("s", ""));
	}

	@Test
	void namesAreLabelsOfTheDomainNameSystem() {
		for (Resource resource : production("1-dual")) {
			assertThat(resource.name()).matches(LABEL);
			if (resource.kind().equals("CronJob")) {
				assertThat(resource.name()).hasSizeLessThanOrEqualTo(52);
			}
			// The controller names a Job AR-UID.METRIC.N.
			resource.at("/spec/metrics").forEach((metric) -> assertThat(metric.path("name").asText()).matches(LABEL));
		}
	}

}
