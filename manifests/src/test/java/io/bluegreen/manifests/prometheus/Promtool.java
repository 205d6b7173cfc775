package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bluegreen.manifests.Tool;

/**
 * Prometheus' own tool.
 *
 * @param tool where it is
 */
record Promtool(Tool tool) {

	static Promtool find() {
		return new Promtool(Tool.promtool());
	}

	/**
	 * What it says of expressions that it cannot parse; else that there are so many
	 * rules.
	 */
	String check(List<Query> queries, Path directory) throws IOException {
		ObjectNode file = JsonNodeFactory.instance.objectNode();
		ObjectNode group = file.putArray("groups").addObject().put("name", "all");
		ArrayNode rules = group.putArray("rules");
		for (Query query : queries) {
			// A rule without labels of its own may stand there once only.
			rules.addObject()
				.put("record", "r")
				.put("expr", query.expression())
				.putObject("labels")
				.put("number", String.valueOf(rules.size()));
		}
		Path path = Files.writeString(directory.resolve("rules.yml"), file.toString());
		return this.tool.tryToRun("check", "rules", path.toString()).printed();
	}

	/** Runs unit tests of rules. */
	Tool.Outcome test(Path tests) {
		return this.tool.tryToRun("test", "rules", tests.toString());
	}

}
