package io.bluegreen.jobs.preflight;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * What a mapping's {@code from} reads: relations and functions, through views and through
 * functions whose bodies the server has parsed.
 *
 * @param things by their ids
 */
record Reads(Map<String, Thing> things) {

	private static final String READS = """
			WITH RECURSIVE edges (reader_class, reader, classid, objid) AS (
			    SELECT 0::oid, 0::oid, 'pg_class'::regclass::oid, :from::oid
			    UNION
			    SELECT e.classid, e.objid, d.refclassid, d.refobjid
			    FROM edges e CROSS JOIN LATERAL (
			        SELECT 'pg_rewrite'::regclass::oid, r.oid FROM pg_rewrite r
			        WHERE e.classid = 'pg_class'::regclass AND r.ev_class = e.objid AND r.ev_type = '1'
			        UNION ALL
			        SELECT e.classid, e.objid WHERE e.classid = 'pg_proc'::regclass
			    ) o (classid, objid)
			    JOIN pg_depend d ON d.classid = o.classid AND d.objid = o.objid
			    WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
			), tree (relation) AS (
			    SELECT :source::oid
			    UNION
			    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.relation
			)
			SELECT concat(e.classid, ' ', e.objid) AS id, e.objid::bigint AS oid,
			       array_agg(DISTINCT concat(e.reader_class, ' ', e.reader)) AS readers,
			       CASE WHEN p.oid IS NULL THEN format('%I.%I', n.nspname, c.relname) ELSE p.oid::regprocedure::text END AS name,
			       coalesce(c.relkind::text, 'function') AS kind, c.oid IN (SELECT relation FROM tree) AS of_source,
			       coalesce(r.ev_action::text, p.prosqlbody::text) AS tree,
			       CASE WHEN p.prosqlbody IS NULL AND l.lanname NOT IN ('internal', 'c') THEN p.prosrc END AS body
			FROM edges e
			LEFT JOIN pg_class c ON e.classid = 'pg_class'::regclass AND c.oid = e.objid
			LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
			LEFT JOIN pg_proc p ON e.classid = 'pg_proc'::regclass AND p.oid = e.objid
			LEFT JOIN pg_language l ON l.oid = p.prolang
			WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') OR p.oid IS NOT NULL
			GROUP BY e.classid, e.objid, n.nspname, c.oid, c.relname, c.relkind, p.oid, p.prosqlbody::text, p.prosrc, l.lanname,
			         r.ev_action::text
			ORDER BY name
			""";

	/**
	 * A relation or a function.
	 *
	 * @param readers the ids of those that read it
	 * @param name qualified and quoted
	 * @param kind as {@code pg_class.relkind} has it, or {@code function}
	 * @param ofSource whether it is the source, or a part of it
	 * @param tree of a view's query, or of a function's body
	 * @param body of a function, where it is a string
	 */
	record Thing(String id, long oid, List<String> readers, String name, String kind, boolean ofSource,
			@Nullable String tree, @Nullable String body) {

		boolean isView() {
			return this.kind.equals("v");
		}

		/** Whether it has rows of its own. */
		boolean isStored() {
			return !isView() && !this.kind.equals("function");
		}

		/** In words, with its name. */
		String inWords() {
			return switch (this.kind) {
				case "m" -> "the materialized view ";
				case "f" -> "the foreign table ";
				case "v" -> "the view ";
				case "function" -> "the function ";
				default -> "the table ";
			} + this.name;
		}

	}

	static Reads of(Side blue, Mapping mapping) {
		Map<String, Thing> things = new LinkedHashMap<>();
		blue.in(() -> blue.client()
			.sql(READS)
			.param("from", mapping.from().oid())
			.param("source", mapping.source().orElse(mapping.from()).oid())
			.query((row, i) -> new Thing(row.getString("id"), row.getLong("oid"), TextArray.of(row, "readers"),
					row.getString("name"), row.getString("kind"), row.getBoolean("of_source"), row.getString("tree"),
					row.getString("body")))
			.list()).forEach((thing) -> things.put(thing.id(), thing));
		return new Reads(things);
	}

	/** The relation with this oid, if it is read. */
	Optional<Thing> relation(long oid) {
		return this.things.values()
			.stream()
			.filter((thing) -> thing.oid() == oid && !thing.kind().equals("function"))
			.findFirst();
	}

	/** The source and its parts, as far as they are read. */
	List<Thing> ofSource() {
		return this.things.values().stream().filter(Thing::ofSource).toList();
	}

	/** Whether the last part of a name occurs in a body that is a string. */
	boolean isNamedInABody(String name) {
		String last = name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
		return this.things.values().stream().anyMatch((thing) -> thing.body() != null && thing.body().contains(last));
	}

	/** Whatever reads one of these, itself or through others. */
	Set<Thing> readersOf(Collection<Thing> read) {
		return reached(read, (thing) -> thing.readers().stream().flatMap((id) -> thing(id).stream()).toList());
	}

	/** Whatever one relation reads, but not what only others of these read. */
	Set<Thing> readBy(Thing reader, Collection<Thing> others) {
		return reached(List.of(reader), (thing) -> others.contains(thing) ? List.of()
				: this.things.values().stream().filter((read) -> read.readers().contains(thing.id())).toList());
	}

	private Optional<Thing> thing(String id) {
		return Optional.ofNullable(this.things.get(id));
	}

	private static Set<Thing> reached(Collection<Thing> begin, Function<Thing, List<Thing>> next) {
		Set<Thing> reached = new HashSet<>();
		Deque<Thing> open = new ArrayDeque<>(begin);
		while (!open.isEmpty()) {
			next.apply(open.pop()).stream().filter(reached::add).forEach(open::push);
		}
		return reached;
	}

}
