package io.bluegreen.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * An object of the cluster, as it is written.
 *
 * @param json the whole of it
 */
public record Resource(JsonNode json) {

	private static final YAMLMapper YAML = new YAMLMapper();

	/** All documents of a file. */
	public static List<Resource> all(String yaml) {
		try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
			List<Resource> resources = new ArrayList<>();
			documents.forEachRemaining((document) -> resources.add(new Resource(document)));
			return resources.stream().filter((resource) -> resource.json().isObject()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String kind() {
		return this.json.path("kind").asText();
	}

	public String name() {
		return this.json.at("/metadata/name").asText();
	}

	public boolean isArgo() {
		return this.json.path("apiVersion").asText().startsWith("argoproj.io/");
	}

	public JsonNode at(String pointer) {
		return this.json.at(pointer);
	}

	/** The templates of all pods that come of it. */
	public List<JsonNode> podTemplates() {
		return this.json.findValues("template").stream().filter((node) -> node.has("spec")).toList();
	}

	/** The containers of all pods that come of it. */
	public List<JsonNode> containers() {
		return podTemplates().stream().flatMap((template) -> items(template.at("/spec/containers"))).toList();
	}

	/** As it is written, by itself. */
	public String yaml() {
		try {
			return YAML.writeValueAsString(this.json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static Stream<JsonNode> items(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false);
	}

	public static List<String> texts(JsonNode array) {
		return items(array).map(JsonNode::asText).toList();
	}

	@Override
	public String toString() {
		return kind() + " " + name();
	}

}
