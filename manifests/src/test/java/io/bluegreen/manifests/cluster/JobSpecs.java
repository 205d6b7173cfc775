package io.bluegreen.manifests.cluster;

import java.net.URI;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Folder;
import io.bluegreen.manifests.Resource;

/**
 * The specs of the Jobs that come of the manifests.
 */
final class JobSpecs {

	private JobSpecs() {
	}

	static JsonNode job(String name) {
		return new Folder("k8s-jobs/jobs/" + name).resource("Job", name).at("/spec");
	}

	/** As `kubectl create job --from=cronjob/NAME` makes it. */
	static JsonNode cronJob(String name) {
		return new Folder("k8s-jobs/base").resource("CronJob", name).at("/spec/jobTemplate/spec");
	}

	/** As the analysis of a stage makes it. */
	static JsonNode gate(String stage) {
		return ofAnalysis("consistency-gate", (text) -> text.replace("{{args.stage}}", stage));
	}

	/**
	 * The same of two versions, which have no names here.
	 * @param sample instead of its own, so that it ends soon
	 */
	static JsonNode shadowCompare(URI active, URI preview, int sample) {
		return ofAnalysis("shadow-compare",
				(text) -> text.replace("http://payment-active-svc", active.toString())
					.replace("http://payment-preview-svc", preview.toString())
					.replace("--sample=5000", "--sample=" + sample));
	}

	private static JsonNode ofAnalysis(String template, UnaryOperator<String> arguments) {
		String text = new Folder("argo/overlays/2-read-green").resource("AnalysisTemplate", template).yaml();
		return Resource.all(arguments.apply(text)).get(0).at("/spec/metrics/0/provider/job/spec");
	}

}
