package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Gives any table of Blue a version and a change log. Needs nothing else to be there.
 */
public class Track {

	/** What nobody can look up, to be said whenever a column is added. */
	public static final String NOT_IN_THE_CATALOG = """
			What applications send is not in the catalog. Look there for
			  a prepared SELECT * (fails once: "cached plan must not change result type"),
			  COPY of the table without a list of columns (fails),
			  INSERT without a list of columns from a source that has more of them or another order,
			  SELECT * and RETURNING * whose columns are taken by their place or put into another table.""";

	/**
	 * What becomes of a table.
	 *
	 * @param table the table
	 * @param breakage what its new column can break, in sentences
	 * @param sql what is run; nothing where it is tracked already
	 */
	public record Plan(String table, List<String> breakage, List<String> sql) {
	}

	private final Side blue;

	private final BluegreenSettings settings;

	private final Migrate migrate;

	private final RetryingDdl ddl;

	private final Grants grants;

	Track(Side blue, BluegreenSettings settings, Migrate migrate, RetryingDdl ddl, Grants grants) {
		this.blue = blue;
		this.settings = settings;
		this.migrate = migrate;
		this.ddl = ddl;
		this.grants = grants;
	}

	/**
	 * Tells what tracking these tables would do, and does nothing.
	 * @param names as in SQL
	 * @throws RefusedException if a table is unknown or cannot be tracked
	 */
	public List<Plan> plan(List<String> names) {
		return plans(BlueTables.named(this.blue, names));
	}

	/**
	 * Tracks tables.
	 * @param names as in SQL
	 * @param agreed whether what a new column can break is accepted
	 * @return a sentence for each table
	 * @throws RefusedException if a table is unknown or cannot be tracked, or a new
	 * column could break something
	 */
	public List<String> track(List<String> names, boolean agreed) {
		List<Relation> tables = BlueTables.named(this.blue, names);
		List<String> breakage = plans(tables).stream().flatMap((plan) -> plan.breakage().stream()).distinct().toList();
		if (!agreed && !breakage.isEmpty()) {
			throw new RefusedException("a new column can break\n  %s".formatted(String.join("\n  ", breakage)),
					"Look at them, then say --yes. " + NOT_IN_THE_CATALOG);
		}
		List<String> done = new ArrayList<>(this.migrate.tracking(this.blue, "Blue"));
		Map<Long, List<String>> keys = keys();
		for (Relation table : tables) {
			this.ddl.retry("tracking of " + table.sql(), () -> this.blue.in(() -> {
				LockTimeout.shorten(this.blue);
				call("SELECT bluegreen_track.track(:table::oid::regclass, :key::text[])::text", table, keys);
				return true;
			}));
			done.add("%s is tracked: every row has a version from now on, every change is logged"
				.formatted(table.sql()));
		}
		this.grants.tracking(this.blue);
		return done;
	}

	private List<Plan> plans(List<Relation> tables) {
		Map<Long, List<String>> keys = keys();
		Supplier<List<Plan>> look = () -> tables.stream()
			.map((table) -> new Plan(table.sql(), breakage(table, tables),
					call("SELECT bluegreen_track.track_statements(:table::oid::regclass, :key::text[])", table, keys)))
			.toList();
		boolean installed = this.blue.client()
			.sql("SELECT to_regproc('bluegreen_track.breakage') IS NOT NULL")
			.query(Boolean.class)
			.single();
		return this.ddl.retry("tracking", () -> installed ? this.blue.in(look) : new DryRunSchema(this.blue).of(look));
	}

	/** Nothing breaks where the column is there already. */
	private List<String> breakage(Relation table, List<Relation> together) {
		if (table.column("row_version").isPresent()) {
			return List.of();
		}
		return this.blue.client()
			.sql("SELECT * FROM bluegreen_track.breakage(:table::oid::regclass, :together::oid[]::regclass[])")
			.param("table", table.oid())
			.param("together", together.stream().map(Relation::oid).toArray(Long[]::new))
			.query(String.class)
			.list();
	}

	private List<String> call(String function, Relation table, Map<Long, List<String>> keys) {
		@Nullable List<String> key = keys.get(table.oid());
		return this.blue.client()
			.sql(function)
			.param("table", table.oid())
			.param("key", (key == null) ? null : key.toArray(String[]::new))
			.query(String.class)
			.list();
	}

	/** The keys that the settings name, by the oid of their table. */
	private Map<Long, List<String>> keys() {
		Map<Long, List<String>> keys = new HashMap<>();
		Catalog catalog = new Catalog(this.blue.client());
		for (MappingSettings mapping : BlueTables.mappings(this.settings)) {
			if (mapping.source() != null && !mapping.sourceKey().isEmpty()) {
				catalog.relation(mapping.source())
					.ifPresent((source) -> keys.putIfAbsent(source.oid(), catalog.identifiers(mapping.sourceKey())));
			}
		}
		return keys;
	}

}
