package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.rights.LackingRight;
import io.bluegreen.jobs.rights.Rights;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Gives the jobs' role what it lacks, where the settings name one, as far as whoever runs
 * this may give it. Nothing is left to PUBLIC, which may have nothing.
 */
class Grants {

	private static final SqlTemplate CONTROL_SCHEMA = SqlTemplate.of("""
			GRANT USAGE ON SCHEMA bluegreen TO {role};
			GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bluegreen TO {role};
			GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bluegreen TO {role};
			GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bluegreen TO {role}
			""");

	/** Those of a table without a change log are advanced by the jobs themselves. */
	private static final String SEQUENCES = """
			SELECT 'advance sequence ' || s.seqrelid::regclass AS act, false AS needed,
			       format('GRANT SELECT, UPDATE ON SEQUENCE %s TO %I', s.seqrelid::regclass, :role::text) AS grant
			FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
			WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
			  AND d.refobjid = :table AND d.deptype IN ('a', 'i')
			  AND NOT (has_sequence_privilege(:role, s.seqrelid, 'SELECT') AND has_sequence_privilege(:role, s.seqrelid, 'UPDATE'))
			""";

	private final Databases databases;

	private final Side blue;

	private final Side green;

	private final BluegreenSettings settings;

	private final RetryingDdl ddl;

	Grants(Databases databases, Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl) {
		this.databases = databases;
		this.blue = blue;
		this.green = green;
		this.settings = settings;
		this.ddl = ddl;
	}

	/** Lets the role read the change logs of one side. */
	void tracking(Side side) {
		role().ifPresent((role) -> this.ddl.retry("rights of " + role, () -> side.in(() -> {
			side.client()
				.sql("SELECT bluegreen_track.grant_reader(quote_ident(?)::regrole)")
				.param(role)
				.query((row) -> {
				});
			return true;
		})));
	}

	/**
	 * Lets the role do what the configured tables need.
	 * @return a sentence for each right that somebody else must give
	 */
	List<String> all() {
		return role().map(this::all).orElseGet(List::of);
	}

	private List<String> all(String role) {
		String quoted = this.green.client().sql("SELECT quote_ident(?)").param(role).query(String.class).single();
		run(this.green, role, CONTROL_SCHEMA.with("role", quoted).sql());
		tracking(this.blue);
		tracking(this.green);
		Rights inBlue = new Rights(this.blue, role);
		Rights inGreen = new Rights(this.green, role);
		List<String> left = new ArrayList<>(give(inBlue, "Blue", () -> inBlue.inDatabase("CONNECT")));
		String[] wanted = this.databases.areOne() ? new String[] { "CONNECT" }
				: new String[] { "CONNECT", "TEMPORARY" };
		left.addAll(give(inGreen, "Green", () -> inGreen.inDatabase(wanted)));
		List<MappingSettings> mappings = this.settings.tablesByName().isEmpty() ? List.of()
				: this.settings.mappings(List.of());
		Catalog blueCatalog = new Catalog(this.blue.client());
		Catalog greenCatalog = new Catalog(this.green.client());
		for (MappingSettings mapping : mappings) {
			Stream.of(Optional.of(mapping.from()), Optional.ofNullable(mapping.source()))
				.flatMap(Optional::stream)
				.flatMap((name) -> blueCatalog.relation(name).stream())
				.forEach((relation) -> left.addAll(give(inBlue, "Blue", () -> inBlue.toRead(relation))));
			greenCatalog.relation(mapping.to()).ifPresent((table) -> {
				left.addAll(give(inGreen, "Green", () -> inGreen.toWrite(table)));
				if (mapping.version() == null) {
					give(inGreen, "Green", () -> sequences(table, role));
				}
			});
		}
		return left.stream().distinct().toList();
	}

	/** Grants what is lacking, and tells what is lacking still. */
	private List<String> give(Rights rights, String name, Supplier<List<LackingRight>> lacking) {
		List<LackingRight> before = lacking.get();
		before.forEach((right) -> run(rights.side(), rights.role(), right.grant()));
		List<LackingRight> still = lacking.get();
		before.stream()
			.filter((right) -> !still.contains(right))
			.forEach((right) -> new GivenRights(this.green).note(name, right, rights.role()));
		return still.stream()
			.filter(LackingRight::needed)
			.map((right) -> "%s: %s may not %s, and this role may not let it; let the owner: %s".formatted(name,
					rights.role(), right.act(), right.grant()))
			.toList();
	}

	private List<LackingRight> sequences(Relation table, String role) {
		return this.green.in(() -> this.green.client()
			.sql(SEQUENCES)
			.param("table", table.oid())
			.param("role", role)
			.query(LackingRight.class)
			.list());
	}

	/** The server refuses what is not ours to give, or only warns. */
	private void run(Side side, String role, String grant) {
		this.ddl.retry("rights of " + role, () -> {
			try {
				return side.in(() -> {
					LockTimeout.shorten(side);
					return side.client().sql(grant).update();
				});
			}
			catch (DataAccessException ex) {
				if (ServerError.of(ex).sqlState().equals("42501")) {
					return 0;
				}
				throw ex;
			}
		});
	}

	private Optional<String> role() {
		return Optional.ofNullable(this.settings.jobsRole());
	}

}
