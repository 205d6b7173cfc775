package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * What the configured tables need around them: a change log in Green, and the rights of
 * the jobs' role.
 */
class GreenTables {

	private final Side blue;

	private final Side green;

	private final BluegreenSettings settings;

	private final PatientDdl ddl;

	GreenTables(Side blue, Side green, BluegreenSettings settings, PatientDdl ddl) {
		this.blue = blue;
		this.green = green;
		this.settings = settings;
		this.ddl = ddl;
	}

	/** Gives every configured Green table that has a version a change log. */
	List<String> watch() {
		Catalog catalog = green();
		List<String> done = new ArrayList<>();
		for (MappingSettings table : mappings()) {
			Optional<Relation> to = catalog.relation(table.to());
			if (table.version() == null || to.isEmpty() || watched(to.get())) {
				continue;
			}
			List<String> key = table.key().isEmpty() ? catalog.primaryKey(to.get()) : catalog.identifiers(table.key());
			String version = catalog.identifiers(List.of(table.version())).get(0);
			this.ddl.patiently("change log of " + to.get().sql(), () -> this.green.in(() -> {
				LockTimeout.shorten(this.green);
				this.green.client()
					.sql("SELECT bluegreen_track.watch(:table::oid::regclass, :key, :version)")
					.param("table", to.get().oid())
					.param("key", key.toArray(String[]::new))
					.param("version", version)
					.query((row) -> {
					});
				return true;
			}));
			done.add("Green: change log of " + to.get().sql());
		}
		return done;
	}

	/** Grants the jobs' role what it needs, where the settings name one. */
	void grant() {
		String role = this.settings.jobsRole();
		if (role == null) {
			return;
		}
		this.green.run(() -> execute(this.green, "GRANT USAGE ON SCHEMA bluegreen TO %2$s", "", role));
		this.green.run(() -> execute(this.green,
				"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bluegreen TO %2$s", "", role));
		this.green.run(() -> execute(this.green, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bluegreen TO %2$s", "",
				role));
		List.of(this.blue, this.green)
			.forEach((side) -> side.run(() -> side.client()
				.sql("SELECT bluegreen_track.grant_reader(quote_ident(:role)::regrole)")
				.param("role", role)
				.query((row) -> {
				})));
		Catalog inBlue = new Catalog(this.blue.client())
			.readAhead(mappings().stream().flatMap(GreenTables::readInBlue).toList());
		Catalog inGreen = green();
		for (MappingSettings table : mappings()) {
			readInBlue(table).flatMap((name) -> inBlue.relation(name).stream())
				.forEach((relation) -> grant(this.blue, relation, "SELECT", role));
			inGreen.relation(table.to()).ifPresent((relation) -> {
				grant(this.green, relation, "SELECT, INSERT, UPDATE, DELETE", role);
				if (table.version() == null) {
					grantSequences(relation, role);
				}
			});
		}
	}

	private Catalog green() {
		return new Catalog(this.green.client()).readAhead(mappings().stream().map(MappingSettings::to).toList());
	}

	private static Stream<String> readInBlue(MappingSettings table) {
		return Stream.concat(Stream.of(table.from()), Stream.ofNullable(table.source()));
	}

	/** What the functions of the change log do for the tables that have one. */
	private void grantSequences(Relation table, String role) {
		this.green.run(() -> this.green.client()
			.sql("""
					SELECT s.seqrelid::regclass::text FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
					WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
					  AND d.refobjid = ? AND d.deptype IN ('a', 'i')
					""")
			.param(table.oid())
			.query(String.class)
			.list()
			.forEach((sequence) -> execute(this.green, "GRANT SELECT, UPDATE ON SEQUENCE %1$s TO %2$s", sequence,
					role)));
	}

	private static void grant(Side side, Relation table, String privileges, String role) {
		side.run(() -> {
			execute(side, "GRANT " + privileges + " ON %1$s TO %2$s", table.sql(), role);
			execute(side, "GRANT USAGE ON SCHEMA %1$s TO %2$s", schema(side, table), role);
		});
	}

	private static String schema(Side side, Relation table) {
		return side.client()
			.sql("SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = ?")
			.param(table.oid())
			.query(String.class)
			.single();
	}

	private static void execute(Side side, String grant, String relation, String role) {
		String quoted = side.client().sql("SELECT quote_ident(?)").param(role).query(String.class).single();
		side.client().sql(grant.formatted(relation, quoted)).update();
	}

	private boolean watched(Relation table) {
		return this.green.client()
			.sql("SELECT EXISTS (SELECT FROM bluegreen_track.tracked WHERE relation = ?)")
			.param(table.oid())
			.query(Boolean.class)
			.single();
	}

	private List<MappingSettings> mappings() {
		return this.settings.tablesByName().isEmpty() ? List.of() : this.settings.mappings(List.of());
	}

}
