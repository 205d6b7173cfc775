package io.bluegreen.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The schema of one of Argo's kinds, as its custom resource definition has it; fetched
 * once from a package of the npm registry.
 *
 * @param root of the schema
 */
record ArgoSchema(JsonNode root) {

	private static final String PACKAGE = "@kubernetes-models/argo-rollouts@0.3.2";

	static ArgoSchema of(String kind) throws IOException {
		String module = Files.readString(unpacked().resolve("package/argoproj.io/v1alpha1/" + kind + ".mjs"));
		int start = module.indexOf("const schema = {") + "const schema = ".length();
		return new ArgoSchema(new ObjectMapper().readTree(module.substring(start, module.indexOf("\n};", start) + 2)));
	}

	private static synchronized Path unpacked() throws IOException {
		Path folder = Path.of("target", "argo-rollouts").toAbsolutePath();
		if (!Files.exists(folder.resolve("package"))) {
			Path tarball = Files.createDirectories(folder.resolve("tarball-" + ProcessHandle.current().pid()));
			Tool.npm().run("pack", PACKAGE, "--silent", "--pack-destination", tarball.toString());
			try (var files = Files.list(tarball)) {
				new Tool(List.of("tar")).run("-xzf", files.findFirst().orElseThrow().toString(), "-C",
						folder.toString());
			}
		}
		return folder;
	}

	/** What is wrong with it, each with its place. */
	List<String> complaints(JsonNode value) {
		List<String> complaints = new ArrayList<>();
		check(this.root, value, "", complaints);
		return complaints;
	}

	private static void check(JsonNode schema, JsonNode value, String place, List<String> complaints) {
		if ((!schema.has("type") && !schema.has("properties")) || isOf(schema, value)) {
			schema.path("required").forEach((name) -> {
				if (!value.has(name.asText())) {
					complaints.add("%s/%s is missing".formatted(place, name.asText()));
				}
			});
			if (schema.has("enum") && !Resource.texts(schema.get("enum")).contains(value.asText())) {
				complaints.add("%s: %s is none of %s".formatted(place, value, schema.get("enum")));
			}
			value.properties()
				.forEach((field) -> checkField(schema, field.getKey(), field.getValue(), place, complaints));
			for (int i = 0; value.isArray() && i < value.size(); i++) {
				check(schema.path("items"), value.get(i), place + "/" + i, complaints);
			}
			return;
		}
		complaints.add("%s: %s is no %s".formatted(place, value, schema.path("type").asText()));
	}

	private static void checkField(JsonNode schema, String name, JsonNode value, String place,
			List<String> complaints) {
		String inner = place + "/" + name;
		if (schema.path("properties").has(name)) {
			check(schema.get("properties").get(name), value, inner, complaints);
		}
		else if (schema.path("additionalProperties").isObject()) {
			check(schema.get("additionalProperties"), value, inner, complaints);
		}
		else if (schema.has("properties") && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
			complaints.add(inner + " is unknown");
		}
	}

	private static boolean isOf(JsonNode schema, JsonNode value) {
		return switch (schema.path("type").asText()) {
			case "string" -> value.isTextual();
			case "integer" -> value.isIntegralNumber();
			case "number" -> value.isNumber();
			case "boolean" -> value.isBoolean();
			case "array" -> value.isArray();
			default -> value.isObject();
		};
	}

}
