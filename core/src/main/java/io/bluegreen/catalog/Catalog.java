package io.bluegreen.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks relations of one database up in its catalog. Every name that comes in is written
 * as in SQL, quoted where it needs it; the server parses it.
 */
public final class Catalog {

	/**
	 * Not by to_regclass, which fails where the role may not use the schema, and looks
	 * along the session's search_path.
	 */
	private static final String RELATION = """
			SELECT wanted.name, c.oid::bigint, format('%I.%I', n.nspname, c.relname) AS sql, c.relkind::text AS kind,
			       c.relkind = 'r' AND c.relhassubclass AS heirs
			FROM unnest(:names::text[]) wanted (name), parse_ident(wanted.name) part
			JOIN pg_class c ON c.relname = part[cardinality(part)]
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = CASE cardinality(part) WHEN 2 THEN part[1] WHEN 1 THEN 'public' END
			  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			""";

	private final Map<String, Relation> readAhead = new HashMap<>();

	private final JdbcClient database;

	public Catalog(JdbcClient database) {
		this.database = database;
	}

	/**
	 * Reads many relations with one look, instead of each with its own when it is asked
	 * for.
	 * @param names as for {@link #relation}; what has none of them is passed over
	 */
	public Catalog readAhead(List<String> names) {
		this.readAhead.putAll(relations(names));
		return this;
	}

	/**
	 * The relation of that name, if there is one.
	 * @param name as in SQL, {@code schema.table}; without a schema in {@code public}
	 */
	public Optional<Relation> relation(String name) {
		return Optional.ofNullable(this.readAhead.get(name))
			.or(() -> Optional.ofNullable(relations(List.of(name)).get(name)));
	}

	private Map<String, Relation> relations(List<String> names) {
		try {
			Map<String, Relation> named = new HashMap<>();
			this.database.sql(RELATION).param("names", names.toArray(String[]::new)).query((row) -> {
				named.put(row.getString("name"), new Relation(row.getLong("oid"), row.getString("sql"),
						row.getString("kind"), row.getBoolean("heirs"), List.of()));
			});
			Map<Long, List<Column>> columns = new ColumnReader(this.database).columns(named.values());
			named.replaceAll((name, relation) -> new Relation(relation.oid(), relation.sql(), relation.kind(),
					relation.heirs(), columns.getOrDefault(relation.oid(), List.of())));
			return named;
		}
		catch (DataIntegrityViolationException ex) {
			// No identifier at all: nothing has such a name.
			return (names.size() == 1) ? Map.of()
					: names.stream()
						.map((name) -> relations(List.of(name)))
						.flatMap((named) -> named.entrySet().stream())
						.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));
		}
	}

	/**
	 * The names that a list in SQL's notation stands for: {@code "Id"} is {@code Id},
	 * {@code ID} is {@code id}. What is no identifier stands for itself, which nothing is
	 * named.
	 */
	public List<String> identifiers(List<String> written) {
		return written.stream().map(this::identifier).toList();
	}

	private String identifier(String written) {
		try {
			return this.database
				.sql("SELECT CASE cardinality(part) WHEN 1 THEN part[1] ELSE :name END FROM parse_ident(:name) part")
				.param("name", written)
				.query(String.class)
				.single();
		}
		catch (DataIntegrityViolationException ex) {
			return written;
		}
	}

}
