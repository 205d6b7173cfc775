package io.bluegreen.manifests;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Kubernetes' own kinds against Kubernetes' own schema. A field that it does not know
 * fails: `kubectl` without validation drops it.
 */
class CoreKindsTests {

	private static final Map<String, Class<?>> KINDS = Map.ofEntries(Map.entry("v1/ConfigMap", ConfigMap.class),
			Map.entry("v1/Namespace", Namespace.class), Map.entry("v1/Secret", Secret.class),
			Map.entry("v1/Service", Service.class), Map.entry("v1/ServiceAccount", ServiceAccount.class),
			Map.entry("apps/v1/Deployment", Deployment.class), Map.entry("batch/v1/CronJob", CronJob.class),
			Map.entry("batch/v1/Job", Job.class), Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
			Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
			Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
			Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
			Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class));

	/** The model takes what it does not know into a map of each object. */
	private static final ObjectMapper STRICT = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.annotationIntrospector(new JacksonAnnotationIntrospector() {
			@Override
			public Boolean hasAnySetter(Annotated annotated) {
				return false;
			}
		})
		.build();

	static List<Folder> folders() throws IOException {
		return Folder.all();
	}

	static void check(Resource resource) throws JsonProcessingException {
		Class<?> type = KINDS.get(resource.json().path("apiVersion").asText() + "/" + resource.kind());
		assertThat(type).as("kind of %s", resource).isNotNull();
		assertThat(STRICT.treeToValue(resource.json(), type)).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("folders")
	void everyObjectIsOneOfItsKind(Folder folder) throws JsonProcessingException {
		for (Resource resource : folder.resources()) {
			if (!resource.isArgo()) {
				check(resource);
			}
		}
	}

	@Test
	void jobsOfAnalysesAreJobs() throws JsonProcessingException {
		for (Resource resource : new Folder("argo/overlays/1-dual").resources()) {
			for (var job : resource.json().findValues("job")) {
				assertThat(STRICT.treeToValue(job.path("spec"), JobSpec.class).getTemplate()).isNotNull();
			}
		}
	}

	@Test
	void misspeltFieldFails() {
		Resource misspelt = Resource.all("""
				apiVersion: batch/v1
				kind: Job
				metadata: {name: x}
				spec: {template: {spec: {containers: [{name: x, readinesProbe: {}}]}}}
				""").get(0);
		assertThatThrownBy(() -> check(misspelt)).hasMessageContaining("readinesProbe");
	}

}
