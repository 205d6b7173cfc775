package io.bluegreen.stores;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Authority;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;

/**
 * The legacy payments and their table in the target, which is migrated and has them all.
 */
public record Payments(Stores stores) implements AutoCloseable {

	/** How they are mapped. */
	public static final MappingSettings SETTINGS = new MappingSettings("payments", "blue.payments_as_green",
			"blue.payments", List.of(), "green.payments", List.of(), "row_version", List.of("migrated_at"));

	/** How their events are. */
	public static final MappingSettings EVENTS = new MappingSettings("payment_events", "blue.payment_events_as_green",
			"blue.payment_events", List.of(), "green.payment_events", List.of(), "row_version", List.of());

	/** What {@code migrate} grants in the source. */
	private static final String TO_READ = """
			DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO bluegreen_jobs', current_database()); END $$;
			GRANT USAGE ON SCHEMA blue TO bluegreen_jobs;
			GRANT SELECT ON blue.payments, blue.payments_as_green, blue.payment_events, blue.payment_events_as_green
			    TO bluegreen_jobs;
			GRANT EXECUTE ON FUNCTION blue.attributes_as_jsonb(text) TO bluegreen_jobs;
			SELECT bluegreen_track.grant_reader('bluegreen_jobs')
			""";

	/**
	 * What it grants in the target; ranges of another database come in by temporary
	 * tables.
	 */
	private static final String TO_WRITE = """
			DO $$ BEGIN EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO bluegreen_jobs', current_database()); END $$;
			GRANT USAGE ON SCHEMA green, bluegreen TO bluegreen_jobs;
			GRANT SELECT, INSERT, UPDATE, DELETE ON green.payments, green.payment_events TO bluegreen_jobs;
			GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bluegreen TO bluegreen_jobs
			""";

	/** Migrates, and copies so many. */
	public static Payments copied(Where where, int payments) throws SQLException {
		Payments copied = migrated(Stores.create(where), payments);
		copied.register();
		copied.copy();
		return copied;
	}

	/**
	 * Fills the source with so many, and migrates both sides, for the role that the jobs
	 * and the dual write have.
	 */
	public static Payments migrated(Stores stores, int payments) throws SQLException {
		try (Connection owner = stores.source().connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, payments, 1, false);
		}
		Migrations.run(stores.source(), "tracking", "blue");
		stores.inTarget("CREATE SCHEMA bluegreen");
		Migrations.run(stores.target(), "green", "control");
		stores.inSource(TO_READ);
		stores.inTarget("CREATE TABLE bluegreen.control_history (version text, type text, success boolean)", TO_WRITE);
		return new Payments(stores.as(LegacyDatabase.JOBS));
	}

	/** Makes the mapping as it is now the one that applies must have been built for. */
	public void register() {
		register(SETTINGS);
	}

	/** The same for another table. */
	public void register(MappingSettings table) {
		Databases databases = this.stores.databases();
		Mapping mapping = mapping(databases, table);
		Side target = databases.target();
		target.run(() -> new Authority(target.client()).register(mapping));
	}

	private void copy() {
		Databases databases = this.stores.databases();
		Mapping mapping = mapping(databases);
		Side target = databases.target();
		target.run(() -> new Apply(mapping, databases.transport(mapping)).apply(target.client(),
				new KeyRange(null, null)));
	}

	/** The mapping as it is now. */
	public static Mapping mapping(Databases databases) {
		return mapping(databases, SETTINGS);
	}

	/** The same of any table. */
	public static Mapping mapping(Databases databases, MappingSettings table) {
		Side source = databases.source();
		return databases.target().in(() -> source.in(() -> databases.mappings().read(table)));
	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
