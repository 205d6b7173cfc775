package io.bluegreen.jobs.shadow;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service answered, as far as a caller would act upon it.
 *
 * @param body as JSON; missing where it is none
 */
record Reply(int status, String contentType, String etag, JsonNode body) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Null where the service has failed: then there is nothing to compare. */
	static @Nullable Reply of(@Nullable HttpResponse<String> http) {
		if (http == null || http.statusCode() >= 500) {
			return null;
		}
		return new Reply(http.statusCode(), header(http, "Content-Type"), header(http, "ETag"), json(http.body()));
	}

	private static String header(HttpResponse<String> http, String name) {
		return http.headers().firstValue(name).orElse("");
	}

	private static JsonNode json(String body) {
		try {
			return JSON.readTree(body);
		}
		catch (JacksonException ex) {
			return JSON.getNodeFactory().stringNode(body);
		}
	}

	/**
	 * The names of what differs.
	 * @param ignored fields of the body that may
	 */
	Set<String> differences(Reply other, Set<String> ignored) {
		Set<String> names = new TreeSet<>();
		if (this.status != other.status) {
			names.add("status");
			return names;
		}
		if (!this.contentType.equals(other.contentType)) {
			names.add("Content-Type");
		}
		if (!this.etag.equals(other.etag)) {
			names.add("ETag");
		}
		compare("", this.body, other.body, ignored, names);
		return names;
	}

	private static void compare(String name, JsonNode one, JsonNode other, Set<String> ignored, Set<String> names) {
		if (ignored.contains(name) || one.equals(other)) {
			return;
		}
		if (one.isObject() && other.isObject()) {
			Set<String> fields = new TreeSet<>(one.propertyNames());
			fields.addAll(other.propertyNames());
			fields.forEach((field) -> compare(name.isEmpty() ? field : name + "." + field, one.path(field),
					other.path(field), ignored, names));
		}
		else if (one.isArray() && other.isArray() && one.size() == other.size()) {
			for (int i = 0; i < one.size(); i++) {
				compare(name + "[]", one.get(i), other.get(i), ignored, names);
			}
		}
		else {
			names.add(name.isEmpty() ? "body" : name);
		}
	}

}
