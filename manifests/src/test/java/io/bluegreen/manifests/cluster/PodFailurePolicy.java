package io.bluegreen.manifests.cluster;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Resource;

/**
 * What a Job makes of a pod that failed: the first rule that matches counts, as in
 * Kubernetes.
 *
 * @param rules of the Job's podFailurePolicy
 */
record PodFailurePolicy(JsonNode rules) {

	/** What a rule says. */
	enum Action {

		/** A new pod, and no try is used up. */
		IGNORE,

		/** A new pod, if there is a try left. */
		COUNT,

		/** No new pod for this index. */
		FAIL_INDEX,

		/** The Job is over, and so are its other pods. */
		FAIL_JOB;

		private static Action named(String word) {
			return switch (word) {
				case "Ignore" -> IGNORE;
				case "Count" -> COUNT;
				case "FailIndex" -> FAIL_INDEX;
				case "FailJob" -> FAIL_JOB;
				default -> throw new IllegalArgumentException(word);
			};
		}

	}

	Action decide(PodEnd end) {
		return Resource.items(this.rules)
			.filter((rule) -> matches(rule, end))
			.findFirst()
			.map((rule) -> Action.named(rule.path("action").asText()))
			.orElse(Action.COUNT);
	}

	private static boolean matches(JsonNode rule, PodEnd end) {
		JsonNode codes = rule.path("onExitCodes");
		if (codes.isObject()) {
			boolean named = Resource.texts(codes.path("values")).contains(String.valueOf(end.exitCode()));
			return named == codes.path("operator").asText().equals("In");
		}
		return end.evicted() && Resource.items(rule.path("onPodConditions"))
			.anyMatch((condition) -> condition.path("type").asText().equals("DisruptionTarget"));
	}

}
