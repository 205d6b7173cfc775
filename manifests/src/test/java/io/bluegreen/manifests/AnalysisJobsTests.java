package io.bluegreen.manifests;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the controller makes of an analysis: Jobs that say everything themselves, since it
 * adds nothing, under names that are not too long.
 */
class AnalysisJobsTests {

	private static final int LABEL = 63;

	private static List<JsonNode> metrics() {
		return new Folder("argo/overlays/1-dual").resources()
			.stream()
			.filter((resource) -> resource.kind().equals("AnalysisTemplate"))
			.flatMap((template) -> Resource.items(template.at("/spec/metrics")))
			.filter((metric) -> metric.at("/provider/job").isObject())
			.toList();
	}

	@Test
	void everyJobIsBoundedAndStaysUntilItWasRead() {
		assertThat(metrics()).hasSize(2).allSatisfy((metric) -> {
			JsonNode spec = metric.at("/provider/job/spec");
			assertThat(spec.path("activeDeadlineSeconds").asInt()).isBetween(60, 300);
			// 6 unless said.
			assertThat(spec.path("backoffLimit").isInt()).isTrue();
			assertThat(spec.path("backoffLimit").asInt()).isLessThanOrEqualTo(2);
			assertThat(spec.path("ttlSecondsAfterFinished").asInt()).isGreaterThan(600);
			assertThat(spec.at("/podFailurePolicy/rules")).isNotEmpty();
			assertThat(spec.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");
			// A condition would be ignored, and read as if it counted.
			assertThat(metric.has("successCondition")).isFalse();
			assertThat(metric.path("count").asInt()).isEqualTo(1);
		});
	}

	@Test
	void whatACommandWaitsForFitsIntoItsDeadline() {
		for (JsonNode metric : metrics()) {
			int waits = Resource.texts(metric.at("/provider/job/spec/template/spec/containers/0/args"))
				.stream()
				.flatMap((argument) -> Pattern.compile("--(?:wait|duration)=(\\d+)s").matcher(argument).results())
				.mapToInt((wait) -> Integer.parseInt(wait.group(1)))
				.sum();
			assertThat(waits).isPositive()
				.isLessThan(metric.at("/provider/job/spec/activeDeadlineSeconds").asInt() / 2);
		}
	}

	/** UID.METRIC.NUMBER, a label of its pods; their names have six characters more. */
	@Test
	void namesOfItsJobsAndPodsAreNotTooLong() {
		assertThat(metrics()).allSatisfy((metric) -> assertThat(36 + 1 + metric.path("name").asText().length() + 3 + 6)
			.isLessThanOrEqualTo(LABEL));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1-dual", "2-read-green" })
	void everyArgumentHasAValue(String stage) {
		JsonNode blueGreen = new Folder("argo/overlays/" + stage).resource("Rollout", "payment-service")
			.at("/spec/strategy/blueGreen");
		for (String analysis : List.of("prePromotionAnalysis", "postPromotionAnalysis")) {
			assertThat(Resource.items(blueGreen.path(analysis).path("args"))).isNotEmpty()
				.allSatisfy((argument) -> assertThat(
						argument.path("value").asText() + argument.at("/valueFrom/podTemplateHashValue").asText())
					.isNotEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "production", "local" })
	void imagesOfServiceAndAnalysesComeFromWhereTheJobsHaveThem(String where) {
		assertThat(images("argo/overlays/" + where + "/2-read-green"))
			.containsAll(images("k8s-jobs/overlays/" + where + "/backfill"))
			.hasSize(2)
			.noneMatch((image) -> image.endsWith("-jobs") || image.endsWith("-service"));
	}

	private static List<String> images(String folder) {
		return new Folder(folder).resources()
			.stream()
			.flatMap((resource) -> resource.json().findValuesAsText("image").stream())
			.distinct()
			.toList();
	}

}
