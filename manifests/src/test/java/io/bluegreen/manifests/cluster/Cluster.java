package io.bluegreen.manifests.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Resource;

/**
 * What was applied, as far as pods refer to it.
 *
 * @param objects the ConfigMaps and Secrets
 * @param environment what is otherwise on this machine, such as where the database is
 */
record Cluster(List<Resource> objects, Map<String, String> environment) {

	/** The variables of a container. */
	Map<String, String> environmentOf(JsonNode container) {
		Map<String, String> all = new LinkedHashMap<>();
		container.path("envFrom").forEach((from) -> all.putAll(data("ConfigMap", from.at("/configMapRef/name"))));
		container.path("env").forEach((one) -> {
			if (!one.has("value")) {
				throw new AssertionError("not played: " + one);
			}
			all.put(one.path("name").asText(), one.path("value").asText());
		});
		all.putAll(this.environment);
		return all;
	}

	/** The files of a volume by their names; empty for an emptyDir. */
	Map<String, String> files(JsonNode volume) {
		if (volume.has("emptyDir")) {
			return Map.of();
		}
		if (volume.has("configMap")) {
			return data("ConfigMap", volume.at("/configMap/name"));
		}
		Map<String, String> files = new LinkedHashMap<>();
		data("Secret", volume.at("/secret/secretName")).forEach((name, value) -> files.put(name,
				new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8)));
		return files;
	}

	private Map<String, String> data(String kind, JsonNode name) {
		Resource object = this.objects.stream()
			.filter((candidate) -> candidate.kind().equals(kind) && candidate.name().equals(name.asText()))
			.findFirst()
			.orElseThrow(() -> new AssertionError("CreateContainerConfigError: no %s %s".formatted(kind, name)));
		Map<String, String> data = new LinkedHashMap<>();
		object.at("/data").properties().forEach((entry) -> data.put(entry.getKey(), entry.getValue().asText()));
		return data;
	}

}
