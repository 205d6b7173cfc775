package io.bluegreen.manifests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The chart, linted and rendered by Helm's own library.
 */
class ChartTests {

	private static final Path CHART = Tool.HOME.resolve("argo/chart");

	private static String rendered(Map<String, Object> values) {
		TemplateCommand template = new Helm(CHART).template().withName("orders").withNamespace("shop");
		values.forEach(template::set);
		return template.call();
	}

	private static Resource one(List<Resource> resources, String kind, String name) {
		return resources.stream()
			.filter((resource) -> resource.kind().equals(kind) && resource.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void passesTheStrictLint() {
		LintResult lint = new Helm(CHART).lint().strict().call();
		assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
	}

	@Test
	void rendersAsBeforeAndEachKindIsOneOfItsSchema() throws IOException {
		String text = rendered(Map.of());
		GoldenTests.check("chart.yaml", text);
		for (Resource resource : Resource.all(text)) {
			if (resource.isArgo()) {
				ArgoKindsTests.check(resource);
			}
			else {
				CoreKindsTests.check(resource);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/spec/replicas, 3", "/spec/revisionHistoryLimit, 3",
			"/spec/strategy/blueGreen/autoPromotionEnabled, false",
			"/spec/strategy/blueGreen/autoPromotionSeconds, 300", "/spec/strategy/blueGreen/scaleDownDelaySeconds, 900",
			"/spec/template/spec/containers/0/imagePullPolicy, IfNotPresent",
			"/spec/template/spec/containers/0/ports/0/containerPort, 8080",
			"/spec/template/spec/containers/0/readinessProbe/httpGet/path, /health/ready",
			"/spec/template/spec/containers/0/readinessProbe/initialDelaySeconds, 10",
			"/spec/template/spec/containers/0/readinessProbe/periodSeconds, 5" })
	void defaultsAreThoseOfTheUsualTemplate(String field, String value) {
		assertThat(one(Resource.all(rendered(Map.of())), "Rollout", "orders").at(field).asText()).isEqualTo(value);
	}

	@Test
	void versionsAreHeldToTheirSuccessAndLatency() {
		List<Resource> all = Resource.all(rendered(Map.of()));
		JsonNode success = one(all, "AnalysisTemplate", "orders-success-rate").at("/spec/metrics/0");
		assertThat(success.path("successCondition").asText()).endsWith(" >= 99.9");
		assertThat(success.at("/provider/prometheus/query").asText())
			.contains("{rollouts_pod_template_hash=\"{{args.hash}}\", status=~\"5..\"}[2m]");
		assertThat(one(all, "AnalysisTemplate", "orders-latency-p99").at("/spec/metrics/0/successCondition").asText())
			.endsWith(" <= 200");
	}

	@Test
	void valuesReachTheirFields() {
		List<Resource> all = Resource
			.all(rendered(Map.of("name", "basket", "image.repository", "example.org/basket", "image.tag", "v7",
					"replicas", 12, "podLabels.team", "shop", "container.port", 9000, "analysis.enabled", false)));
		Resource rollout = one(all, "Rollout", "basket");
		assertThat(rollout.at("/spec/template/metadata/labels/team").asText()).isEqualTo("shop");
		assertThat(rollout.at("/spec/template/spec/containers/0/image").asText()).isEqualTo("example.org/basket:v7");
		assertThat(rollout.at("/spec/strategy/blueGreen/activeService").asText()).isEqualTo("basket-active-svc");
		assertThat(rollout.at("/spec/strategy/blueGreen").has("postPromotionAnalysis")).isFalse();
		assertThat(one(all, "Service", "basket-preview-svc").at("/spec/selector/app.kubernetes.io~1name").asText())
			.isEqualTo("basket");
		assertThat(all).noneMatch((resource) -> resource.kind().equals("AnalysisTemplate"));
	}

	@ParameterizedTest
	@CsvSource({ "replica, 3, replica", "replicas, none, replicas", "image.pullPolicy, Sometimes, pullPolicy",
			"analysis.successRate, 101, successRate", "blueGreen.scaleDownDelaySeconds, 200, not longer than",
			"name, Orders, name" })
	void valueThatMakesNoSenseIsRefusedByItsName(String key, String value, String message) {
		assertThatThrownBy(() -> rendered(Map.of(key, value))).hasMessageContaining(message);
	}

}
