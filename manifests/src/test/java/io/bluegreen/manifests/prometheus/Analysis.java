package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

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

	/** The version that is asked about. */
	static final String HASH = "5d8f7c6b9";

	/** Those of the stages, and those of the chart. */
	static List<Analysis> all() throws IOException {
		List<Resource> resources = new ArrayList<>(new Folder("argo/overlays/2-read-green").resources());
		resources.addAll(
				Resource.all(Files.readString(Tool.HOME.resolve("manifests/src/test/resources/golden/chart.yaml"))));
		return resources.stream()
			.filter((resource) -> resource.kind().equals("AnalysisTemplate"))
			.flatMap((resource) -> Resource.items(resource.at("/spec/metrics")))
			.filter((metric) -> metric.at("/provider/prometheus").isObject())
			.map(Analysis::of)
			.toList();
	}

	private static Analysis of(JsonNode metric) {
		String expression = metric.at("/provider/prometheus/query").asText().replace("{{args.hash}}", HASH);
		return new Analysis(new Query(metric.path("name").asText(), expression),
				metric.path("successCondition").asText(), metric.path("failureCondition").asText());
	}

}
