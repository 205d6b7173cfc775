package io.bluegreen.jobs.init;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import io.bluegreen.failure.RefusedException;

/**
 * Adds a table to a configuration file, whose lines stay as they are, comments included.
 */
public final class ConfigurationAddition {

	private static final String BY_HAND = "add these lines below `bluegreen.tables:` yourself:\n";

	private final String before;

	private final List<String> entry;

	/**
	 * To be added.
	 * @param before the file's text
	 * @param entry the table's lines, its name first
	 */
	public ConfigurationAddition(String before, List<String> entry) {
		this.before = before;
		this.entry = entry;
	}

	/**
	 * The file's new text.
	 * @throws RefusedException if the table is there already, or the file is written in a
	 * way in which lines cannot be added
	 */
	public String text() {
		MappingNode root = mapping(compose()).orElseThrow(() -> refused("it has no keys"));
		MappingNode ours = value(root, "bluegreen").flatMap(ConfigurationAddition::mapping)
			.orElseThrow(() -> refused("it has no key `bluegreen:` with keys below it"));
		Optional<Node> tables = value(ours, "tables");
		if (tables.isPresent() && mapping(tables.get()).flatMap((block) -> value(block, name())).isPresent()) {
			throw new RefusedException(name() + " is there already", "remove its entry, or name another file");
		}
		List<String> lines = new ArrayList<>(this.before.lines().toList());
		if (tables.isEmpty()) {
			insert(lines, ours, Stream.concat(Stream.of("tables:"), this.entry.stream().map((line) -> "  " + line)));
		}
		else {
			MappingNode block = mapping(tables.get())
				.orElseThrow(() -> refused("its tables are not written as lines below `tables:`"));
			insert(lines, block, this.entry.stream());
		}
		String after = String.join("\n", lines) + "\n";
		if (!new Changed(load(this.before), load(after)).isTheEntryAlone(load(String.join("\n", this.entry)))) {
			throw refused("lines cannot be added");
		}
		return after;
	}

	private String name() {
		return load(String.join("\n", this.entry)).keySet().iterator().next().toString();
	}

	/** Behind the last line of a block, as deep as its first key. */
	private void insert(List<String> lines, MappingNode block, Stream<String> added) {
		if (block.getFlowStyle() == FlowStyle.FLOW) {
			throw refused("its tables are written in braces");
		}
		String indent = " ".repeat(block.getValue().get(0).getKeyNode().getStartMark().getColumn());
		lines.addAll(lastLine(block) + 1, added.map((line) -> indent + line).toList());
	}

	private static int lastLine(Node node) {
		boolean block = node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.BLOCK;
		if (block && node instanceof MappingNode mapping) {
			NodeTuple last = mapping.getValue().get(mapping.getValue().size() - 1);
			return Math.max(last.getKeyNode().getEndMark().getLine(), lastLine(last.getValueNode()));
		}
		if (block && node instanceof SequenceNode sequence) {
			return lastLine(sequence.getValue().get(sequence.getValue().size() - 1));
		}
		return node.getEndMark().getLine();
	}

	private Node compose() {
		try {
			Node root = yaml().compose(new StringReader(this.before));
			if (root != null) {
				return root;
			}
		}
		catch (YAMLException ex) {
			// What follows says it.
		}
		throw refused("it is no YAML");
	}

	private Map<?, ?> load(String text) {
		try {
			return (yaml().load(text) instanceof Map<?, ?> map) ? map : Map.of();
		}
		catch (YAMLException ex) {
			throw refused("lines cannot be added");
		}
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options));
	}

	private static Optional<MappingNode> mapping(Node node) {
		return (node instanceof MappingNode mapping) ? Optional.of(mapping) : Optional.empty();
	}

	private static Optional<Node> value(MappingNode node, String key) {
		return node.getValue()
			.stream()
			.filter((tuple) -> tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
			.map(NodeTuple::getValueNode)
			.findFirst();
	}

	private RefusedException refused(String why) {
		return new RefusedException(why, BY_HAND + String.join("\n", this.entry));
	}

	/** Two readings of the file. */
	private record Changed(Map<?, ?> before, Map<?, ?> after) {

		boolean isTheEntryAlone(Map<?, ?> entry) {
			Map<Object, Object> ours = copy(this.before.get("bluegreen"));
			Map<Object, Object> tables = copy(ours.get("tables"));
			tables.putAll(entry);
			ours.put("tables", tables);
			Map<Object, Object> expected = copy(this.before);
			expected.put("bluegreen", ours);
			return expected.equals(this.after);
		}

		private static Map<Object, Object> copy(@Nullable Object map) {
			return (map instanceof Map<?, ?> values) ? new LinkedHashMap<>(values) : new LinkedHashMap<>();
		}

	}

}
