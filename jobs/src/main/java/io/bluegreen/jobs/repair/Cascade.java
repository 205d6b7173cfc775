package io.bluegreen.jobs.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.apply.Authority;
import io.bluegreen.apply.AuthorityException;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The rows of Green that a delete would take along, or change, by its foreign keys,
 * however far these reach.
 *
 * @param configured every configured table: only these can be brought back
 */
record Cascade(Side green, List<Mapping> configured) {

	/** Rows that may go along with one page. */
	private static final int LIMIT = 10_000;

	private static final String REFERENCES = """
			SELECT c.conrelid AS child, c.conrelid::regclass::text AS name, c.confdeltype = 'c' AS deletes,
			       has_table_privilege(c.conrelid, 'SELECT') AS readable,
			       ARRAY(SELECT quote_ident(a.attname) FROM unnest(c.conkey) WITH ORDINALITY k (attnum, i)
			             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum ORDER BY k.i) AS columns,
			       ARRAY(SELECT quote_ident(a.attname) FROM unnest(c.confkey) WITH ORDINALITY k (attnum, i)
			             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum ORDER BY k.i) AS parent_columns
			FROM pg_constraint c
			WHERE c.contype = 'f' AND c.confrelid = ? AND c.conparentid = 0 AND c.confdeltype IN ('c', 'n', 'd')
			ORDER BY c.oid
			""";

	/**
	 * A foreign key that takes rows along.
	 *
	 * @param deletes whether they go, or are only changed
	 */
	private record Reference(long child, String name, boolean deletes, boolean readable, List<String> columns,
			List<String> parentColumns) {

		String isChild() {
			return IntStream.range(0, this.columns.size())
				.mapToObj((i) -> "c.%s = p.%s".formatted(this.columns.get(i), this.parentColumns.get(i)))
				.collect(Collectors.joining(" AND "));
		}

	}

	/**
	 * What deletes reach.
	 *
	 * @param keys by table, of rows that are deleted or changed
	 * @param refused rows that may not be deleted, since what goes along could not be
	 * brought back, and why
	 */
	record Reached(Map<Mapping, Set<List<String>>> keys, Map<List<String>, String> refused) {

		static final Reached NOTHING = new Reached(Map.of(), Map.of());

	}

	/** What the delete of these rows reaches. */
	Reached of(Mapping mapping, List<List<String>> rows) {
		Map<List<String>, String> refused = new LinkedHashMap<>();
		List<List<String>> kept = new ArrayList<>(rows);
		Map<Mapping, Set<List<String>>> reached = new LinkedHashMap<>();
		while (!kept.isEmpty()) {
			Map<List<String>, String> more = new LinkedHashMap<>();
			reached = walk(mapping, kept, more);
			if (more.isEmpty()) {
				break;
			}
			refused.putAll(more);
			kept.removeAll(more.keySet());
			reached = Map.of();
		}
		return new Reached(reached, refused);
	}

	private Map<Mapping, Set<List<String>>> walk(Mapping mapping, List<List<String>> rows,
			Map<List<String>, String> refused) {
		Map<Mapping, Set<List<String>>> reached = new LinkedHashMap<>();
		Map<List<String>, Set<List<String>>> roots = new HashMap<>();
		rows.forEach((row) -> roots.put(row, Set.of(row)));
		List<Step> open = new ArrayList<>(List.of(new Step(mapping, roots)));
		Set<Map.Entry<Mapping, List<String>>> seen = new HashSet<>();
		rows.forEach((row) -> seen.add(Map.entry(mapping, row)));
		while (!open.isEmpty()) {
			Step step = open.remove(0);
			for (Reference reference : references(step.mapping())) {
				if (!reference.readable()) {
					rows.forEach((row) -> refused.put(row,
							"rows of %s may hang on it, and this role may not read them".formatted(reference.name())));
					continue;
				}
				Optional<Mapping> child = configured(reference);
				Optional<String> obstacle = obstacle(reference, child);
				Map<List<String>, Set<List<String>>> children = children(step, reference, child);
				if (obstacle.isPresent() || seen.size() + children.size() > LIMIT) {
					String why = obstacle.orElse("more than %,d rows hang on it and its neighbours".formatted(LIMIT));
					children.values().forEach((origins) -> origins.forEach((root) -> refused.put(root, why)));
					continue;
				}
				Mapping table = child.orElseThrow();
				children.keySet().removeIf((key) -> !seen.add(Map.entry(table, key)));
				reached.computeIfAbsent(table, (key) -> new LinkedHashSet<>()).addAll(children.keySet());
				if (reference.deletes() && !children.isEmpty()) {
					open.add(new Step(table, children));
				}
			}
		}
		return reached;
	}

	/**
	 * Rows of a table whose children are looked for.
	 *
	 * @param roots by row, the rows whose delete reaches it
	 */
	private record Step(Mapping mapping, Map<List<String>, Set<List<String>>> roots) {
	}

	private List<Reference> references(Mapping mapping) {
		return this.green.client()
			.sql(REFERENCES)
			.param(mapping.to().oid())
			.query((row, i) -> new Reference(row.getLong("child"), row.getString("name"), row.getBoolean("deletes"),
					row.getBoolean("readable"), TextArray.of(row, "columns"), TextArray.of(row, "parent_columns")))
			.list();
	}

	private Optional<Mapping> configured(Reference reference) {
		return this.configured.stream().filter((table) -> table.to().oid() == reference.child()).findFirst();
	}

	private Optional<String> obstacle(Reference reference, Optional<Mapping> child) {
		if (child.isEmpty()) {
			return Optional.of("rows of %s hang on it, which is not configured, so they could not be brought back"
				.formatted(reference.name()));
		}
		try {
			new Authority(this.green.client()).enter(child.get());
			return Optional.empty();
		}
		catch (AuthorityException ex) {
			return Optional.of("rows of %s hang on it, and could not be brought back: %s".formatted(reference.name(),
					ex.sentence()));
		}
	}

	/** By child, the rows whose delete reaches it. */
	private Map<List<String>, Set<List<String>>> children(Step step, Reference reference, Optional<Mapping> child) {
		KeySet parents = new KeySet(List.copyOf(step.roots().keySet()));
		String key = child.map((table) -> table.keyText("c")).orElse("ARRAY[c.ctid::text]");
		Map<List<String>, Set<List<String>>> children = new LinkedHashMap<>();
		this.green.client()
			.sql("SELECT %s AS parent, %s AS key FROM %s p JOIN %s c ON %s WHERE %s LIMIT %d".formatted(
					step.mapping().keyText("p"), key, step.mapping().to().sql(), reference.name(), reference.isChild(),
					parents.predicate("p", step.mapping().key()), LIMIT + 1))
			.params(parents.parameters())
			.query((row) -> {
				children.computeIfAbsent(TextArray.of(row, "key"), (missing) -> new LinkedHashSet<>())
					.addAll(step.roots().getOrDefault(TextArray.of(row, "parent"), step.roots().keySet()));
			});
		return children;
	}

}
