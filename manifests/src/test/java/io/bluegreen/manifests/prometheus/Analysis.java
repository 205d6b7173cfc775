package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Folder;
import io.bluegreen.manifests.Resource;
import io.bluegreen.manifests.Tool;

/**
 * A measurement of an AnalysisTemplate that asks Prometheus.
 *
 * @param query with the arguments in their places
 * @param success the condition under which it is a success
 * @param failure the condition under which it is a failure
 */
record Analysis(Query query, String success, String failure) {

	/** The one form in which conditions are written: safe for no answer, and for NaN. */
	private static final Pattern CONDITION = Pattern
		.compile("len\\(result\\) > 0 && !isNaN\\(result\\[0]\\) && result\\[0] (<=|>=|<|>) ([0-9.]+)");

	/** What the controller makes of a measurement. */
	enum Answer {

		SUCCESSFUL, FAILED, INCONCLUSIVE

	}

	/** Those of the stages, and those of the chart, asking about one version. */
	static List<Analysis> all(String hash) throws IOException {
		List<Resource> resources = new ArrayList<>(new Folder("argo/overlays/2-read-green").resources());
		resources.addAll(
				Resource.all(Files.readString(Tool.HOME.resolve("manifests/src/test/resources/golden/chart.yaml"))));
		return resources.stream()
			.filter((resource) -> resource.kind().equals("AnalysisTemplate"))
			.flatMap((template) -> Resource.items(template.at("/spec/metrics"))
				.filter((metric) -> metric.at("/provider/prometheus").isObject())
				.map((metric) -> of(template.name(), metric, hash)))
			.toList();
	}

	private static Analysis of(String template, JsonNode metric, String hash) {
		String expression = metric.at("/provider/prometheus/query").asText().replace("{{args.hash}}", hash);
		return new Analysis(new Query(template, expression), metric.path("successCondition").asText(),
				metric.path("failureCondition").asText());
	}

	/** Of the values that the query gives. */
	Answer answer(List<Double> result) {
		boolean succeeds = holds(this.success, result);
		boolean fails = holds(this.failure, result);
		if (succeeds && fails) {
			throw new AssertionError("%s both succeeds and fails with %s".formatted(this.query.where(), result));
		}
		if (fails) {
			return Answer.FAILED;
		}
		return succeeds ? Answer.SUCCESSFUL : Answer.INCONCLUSIVE;
	}

	private static boolean holds(String condition, List<Double> result) {
		Matcher parts = CONDITION.matcher(condition);
		if (!parts.matches()) {
			throw new AssertionError("a condition of another form, which is not known to be safe: " + condition);
		}
		if (result.isEmpty() || Double.isNaN(result.get(0))) {
			return false;
		}
		int comparison = Double.compare(result.get(0), Double.parseDouble(parts.group(2)));
		return switch (parts.group(1)) {
			case "<=" -> comparison <= 0;
			case ">=" -> comparison >= 0;
			case "<" -> comparison < 0;
			default -> comparison > 0;
		};
	}

}
