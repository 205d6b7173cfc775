package io.bluegreen.manifests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every pod keeps to the restricted standard, and every Job says what each exit code is
 * worth.
 */
class PodTests {

	private static List<Resource> all() throws IOException {
		List<Resource> all = new ArrayList<>();
		for (Folder folder : Folder.all()) {
			all.addAll(folder.resources());
		}
		return all;
	}

	@Test
	void everyPodIsRestricted() throws IOException {
		for (Resource resource : all()) {
			for (JsonNode pod : resource.podTemplates()) {
				JsonNode spec = pod.get("spec");
				assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).as("%s", resource).isTrue();
				assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
				assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
				assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
					.isEqualTo(resource.name().equals("prometheus"));
				for (JsonNode container : spec.get("containers")) {
					JsonNode security = container.get("securityContext");
					assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
					assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
					assertThat(Resource.texts(security.at("/capabilities/drop"))).containsExactly("ALL");
					assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
				}
			}
		}
	}

	@Test
	void everyJobTakesExitCodesAsTheyAreMeant() throws IOException {
		List<JsonNode> policies = all().stream()
			.flatMap((resource) -> resource.json().findParents("podFailurePolicy").stream())
			.toList();
		assertThat(policies).hasSizeGreaterThan(10);
		for (JsonNode job : policies) {
			JsonNode rules = job.at("/podFailurePolicy/rules");
			assertThat(rules.at("/0/action").asText()).isEqualTo("Ignore");
			assertThat(rules.at("/0/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
			boolean indexed = job.path("completionMode").asText().equals("Indexed");
			assertThat(action(rules, 2)).isEqualTo("FailJob");
			assertThat(action(rules, 3)).isEqualTo(action(rules, 4)).isEqualTo(indexed ? "FailIndex" : "FailJob");
			assertThat(List.of(1, 75, 137, 143))
				.allSatisfy((code) -> assertThat(action(rules, code)).isEqualTo("Count"));
			assertThat(job.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");
			assertThat(job.has("activeDeadlineSeconds") && indexed).isFalse();
			assertThat(job.path("completions")).isEqualTo(job.path("parallelism"));
		}
	}

	private static String action(JsonNode rules, int code) {
		return Resource.items(rules)
			.filter((rule) -> Resource.texts(rule.at("/onExitCodes/values")).contains(String.valueOf(code)))
			.findFirst()
			.orElseThrow()
			.path("action")
			.asText();
	}

	@Test
	void whatHelpsOnlyOnceSomebodyHasLookedNeverStartsByItself() throws IOException {
		for (Resource job : new Folder("k8s-jobs/overlays/production").resources()) {
			if (job.kind().equals("CronJob")) {
				assertThat(job.at("/spec/suspend").asBoolean())
					.isEqualTo(List.of("rerun", "repair").contains(job.name()));
				assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
				assertThat(job.at("/spec/timeZone").asText()).isEqualTo("Etc/UTC");
				assertThat(job.at("/spec/startingDeadlineSeconds").asInt()).isPositive();
			}
		}
	}

}
