package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.rights.LackingRight;
import io.bluegreen.jobs.rights.Rights;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * The jobs' role reads the view, its source and their change log, and writes Green's
 * table; it calls the functions that these use; row security hides nothing from it.
 */
class Privileges implements Check, MappingCheck {

	private static final String GRANT = ", or set bluegreen.jobs-role and run `bluegreen migrate`, which grants what the jobs need";

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
			      GROUP BY w.privilege, n.nspname
			      UNION ALL
			      SELECT 3, 'EXECUTE', 'FUNCTION ' || f.oid::regprocedure, has_function_privilege(f.oid, 'EXECUTE')
			      FROM pg_namespace n JOIN pg_proc f ON f.pronamespace = n.oid AND f.prorettype <> 'trigger'::regtype
			      WHERE n.nspname = :schema) p
			WHERE NOT p.held ORDER BY p.place LIMIT 1
			""";

	private final Databases databases;

	private final Side blue;

	private final Side green;

	private boolean trackingIsOpen;

	Privileges(Databases databases, Side blue, Side green) {
		this.databases = databases;
		this.blue = blue;
		this.green = green;
	}

	/** Rows of another database come in through temporary tables. */
	@Override
	public String name() {
		return "the role may do what the jobs need";
	}

	@Override
	public void require() {
		if (!this.databases.areOne()) {
			require("Green", rights(this.green).inDatabase("TEMPORARY"));
		}
	}

	@Override
	public void require(Mapping mapping) {
		readAll(mapping, this.blue, mapping.from(), rights(this.blue).toRead(mapping.from()));
		mapping.source().ifPresent((source) -> readAll(mapping, this.blue, source, rights(this.blue).toRead(source)));
		readAll(mapping, this.green, mapping.to(), rights(this.green).toWrite(mapping.to()));
		if (mapping.version().isPresent() && !this.trackingIsOpen) {
			requireSchema(this.blue, "bluegreen_track", "SELECT");
			requireSchema(this.green, "bluegreen_track", "SELECT");
			this.trackingIsOpen = true;
		}
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

	private static Rights rights(Side side) {
		return new Rights(side,
				side.in(() -> side.client().sql("SELECT current_user::text").query(String.class).single()));
	}

	private static void require(String subject, List<LackingRight> lacking) {
		List<LackingRight> needed = lacking.stream().filter(LackingRight::needed).toList();
		if (!needed.isEmpty()) {
			throw new RefusedException(
					"%s: this role may not %s".formatted(subject,
							needed.stream().map(LackingRight::act).collect(Collectors.joining(", "))),
					needed.stream().map(LackingRight::grant).collect(Collectors.joining("; ")) + GRANT);
		}
	}

	private static void readAll(Mapping mapping, Side side, Relation relation, List<LackingRight> lacking) {
		require(mapping.table(), lacking);
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
