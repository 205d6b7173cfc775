package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Resource;
import io.bluegreen.manifests.Tool;

/**
 * An expression that somebody asks Prometheus for.
 *
 * @param where it stands
 * @param expression with its variables filled in
 */
record Query(String where, String expression) {

	static final Path ALERTS = Tool.HOME.resolve("config/alerts/alerts.yml");

	/**
	 * What no meter is: strings, selectors, lists of labels, functions, words, ranges.
	 */
	private static final Pattern OTHER = Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]"
			+ "|(\\w+\\s+)?\\b(by|without)\\s*\\([^)]*\\)|\\b(on|ignoring)\\s*\\([^)]*\\)"
			+ "|\\w+\\s*\\(|\\b(or|and|unless|bool|group_left)\\b");

	private static final Pattern METER = Pattern.compile("[a-zA-Z_]\\w*");

	/** Every query of every panel. */
	static List<Query> dashboards() throws IOException {
		List<Query> queries = new ArrayList<>();
		for (String name : List.of("migration", "service")) {
			for (JsonNode panel : dashboard(name).path("panels")) {
				for (JsonNode target : panel.path("targets")) {
					String expression = target.path("expr")
						.asText()
						.replaceAll("\\$(table|version)", ".+")
						.replace("$__rate_interval", "1m");
					queries.add(new Query(name + ": " + panel.path("title").asText(), expression));
				}
			}
		}
		return queries;
	}

	static JsonNode dashboard(String name) throws IOException {
		return Resource.all(Files.readString(Tool.HOME.resolve("config/dashboards/" + name + ".json"))).get(0).json();
	}

	static List<Query> alerts() throws IOException {
		return alertRules().stream()
			.map((alert) -> new Query(alert.path("alert").asText(), alert.path("expr").asText()))
			.toList();
	}

	/** As they stand in their file. */
	static List<JsonNode> alertRules() throws IOException {
		return Resource.all(Files.readString(ALERTS))
			.stream()
			.flatMap((file) -> file.json().findParents("alert").stream())
			.toList();
	}

	/** The names of series that it reads. */
	Set<String> meters() {
		return METER.matcher(OTHER.matcher(this.expression).replaceAll(" "))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public String toString() {
		return this.where + ": " + this.expression;
	}

}
