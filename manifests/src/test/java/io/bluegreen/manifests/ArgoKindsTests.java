package io.bluegreen.manifests;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Argo's kinds against the schema of their definitions.
 */
class ArgoKindsTests {

	static List<Folder> folders() throws IOException {
		return Folder.all().stream().filter((folder) -> folder.path().startsWith("argo/")).toList();
	}

	static void check(Resource resource) throws IOException {
		assertThat(ArgoSchema.of(resource.kind()).complaints(resource.json())).as(resource.toString()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("folders")
	void everyObjectIsOneOfItsKind(Folder folder) throws IOException {
		List<Resource> argo = folder.resources().stream().filter(Resource::isArgo).toList();
		assertThat(argo).isNotEmpty();
		for (Resource resource : argo) {
			check(resource);
		}
	}

	@Test
	void misspeltFieldFails() throws IOException {
		Resource rollout = new Folder("argo/base").resource("Rollout", "payment-service");
		((ObjectNode) rollout.at("/spec/strategy/blueGreen")).put("autoPromotionEnable", false);
		assertThat(ArgoSchema.of("Rollout").complaints(rollout.json()))
			.containsExactly("/spec/strategy/blueGreen/autoPromotionEnable is unknown");
	}

}
