package io.bluegreen.manifests.cluster;

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
		String text = new Folder("argo/overlays/2-read-green").resource("AnalysisTemplate", "consistency-gate").yaml();
		return Resource.all(text.replace("{{args.stage}}", stage)).get(0).at("/spec/metrics/0/provider/job/spec");
	}

}
