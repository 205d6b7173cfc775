package io.bluegreen.jobs.preflight;

import java.util.Optional;

import io.bluegreen.catalog.Relation;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The jobs' role reads the view, its source and their change log, and writes Green's
 * table; row security hides nothing from it.
 */
class Privileges implements MappingCheck {

	private static final String GRANT = ", or set bluegreen.jobs-role and run `bluegreen migrate`, which grants what the jobs need";

	private static final String LACKING_ON_RELATION = """
			SELECT format('GRANT %s ON %s TO %I', p.privilege, p.name, current_user)
			FROM (SELECT 1 AS place, 'USAGE' AS privilege, 'SCHEMA ' || quote_ident(n.nspname) AS name,
			             has_schema_privilege(n.oid, 'USAGE') AS held
			      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = :relation
			      UNION ALL
			      SELECT 1 + w.place, w.privilege, :name, has_table_privilege(:relation::oid, w.privilege)
			      FROM unnest(:wanted::text[]) WITH ORDINALITY w (privilege, place)) p
			WHERE NOT p.held ORDER BY p.place LIMIT 1
			""";

	private static final String LACKING_IN_SCHEMA = """
			SELECT format('GRANT %s ON %s TO %I', p.privilege, p.name, current_user)
			FROM (SELECT 1 AS place, 'USAGE' AS privilege, 'SCHEMA ' || quote_ident(n.nspname) AS name,
			             has_schema_privilege(n.oid, 'USAGE') AS held
			      FROM pg_namespace n WHERE n.nspname = :schema
			      UNION ALL
			      SELECT 2, w.privilege, 'ALL TABLES IN SCHEMA ' || quote_ident(n.nspname),
			             bool_and(has_table_privilege(c.oid, w.privilege))
			      FROM unnest(:wanted::text[]) w (privilege)
			      CROSS JOIN pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
			      WHERE n.nspname = :schema AND c.relname NOT LIKE '%\\_history'
			      GROUP BY w.privilege, n.nspname) p
			WHERE NOT p.held ORDER BY p.place LIMIT 1
			""";

	private final Side blue;

	private final Side green;

	Privileges(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	@Override
	public void check(Mapping mapping) {
		require(mapping, this.blue, mapping.from(), "SELECT");
		mapping.source().ifPresent((source) -> require(mapping, this.blue, source, "SELECT"));
		require(mapping, this.green, mapping.to(), "SELECT", "INSERT", "UPDATE", "DELETE");
		mapping.version().ifPresent((version) -> requireSchema(this.blue, "bluegreen_track", "SELECT"));
	}

	/** Refuses a role that may not do all this with every table of a schema. */
	static void requireSchema(Side side, String schema, String... privileges) {
		Optional<String> grant = side.in(() -> side.client()
			.sql(LACKING_IN_SCHEMA)
			.param("schema", schema)
			.param("wanted", privileges)
			.query(String.class)
			.optional());
		grant.ifPresent((missing) -> {
			throw new RefusedException("this role may not use schema %s as the jobs need to".formatted(schema),
					missing + GRANT);
		});
	}

	/** A refusal where the server itself said no, while a relation was read. */
	static RefusedException lacking(Mapping mapping, String relation) {
		return new RefusedException(
				"%s: this role may not read all that %s reads, or row security would hide rows from it"
					.formatted(mapping.table(), relation),
				"grant SELECT on it, and BYPASSRLS where row security is on" + GRANT);
	}

	private static void require(Mapping mapping, Side side, Relation relation, String... privileges) {
		Optional<String> grant = side.in(() -> side.client()
			.sql(LACKING_ON_RELATION)
			.param("relation", relation.oid())
			.param("name", relation.sql())
			.param("wanted", privileges)
			.query(String.class)
			.optional());
		grant.ifPresent((missing) -> {
			throw new RefusedException("%s: this role may not %s %s".formatted(mapping.table(),
					missing.startsWith("GRANT USAGE") ? "use the schema of" : missing.split(" ", 3)[1], relation.sql()),
					missing + GRANT);
		});
		boolean hidden = side.in(() -> side.client()
			.sql("SELECT row_security_active(?::oid)")
			.param(relation.oid())
			.query(Boolean.class)
			.single());
		if (hidden) {
			throw new RefusedException(
					"%s: row security of %s would hide rows from this role".formatted(mapping.table(), relation.sql()),
					"ALTER ROLE .. BYPASSRLS for the role of the jobs, since every row must be seen");
		}
	}

}
