package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Gives any table of Blue a version and a change log, or takes them away. Needs nothing
 * else to be there.
 */
public class Track {

	private final Side blue;

	private final BluegreenSettings settings;

	private final Migrate migrate;

	private final PatientDdl ddl;

	Track(Side blue, BluegreenSettings settings, Migrate migrate, PatientDdl ddl) {
		this.blue = blue;
		this.settings = settings;
		this.migrate = migrate;
		this.ddl = ddl;
	}

	/**
	 * Tracks tables.
	 * @param names as in SQL
	 * @param agreed whether what a new column can break is accepted
	 * @param dryRun whether everything is only tried
	 * @return a sentence for each table
	 * @throws RefusedException if a table is unknown, has no fit key, or a new column
	 * could break something
	 */
	public List<String> track(List<String> names, boolean agreed, boolean dryRun) {
		List<Relation> tables = tables(names);
		if (dryRun) {
			return tables.stream()
				.flatMap((table) -> Stream.concat(
						Stream.of("%s would get a column row_version and a change log".formatted(table.sql())),
						breakage(table).stream()))
				.toList();
		}
		List<String> done = new ArrayList<>(this.migrate.tracking(this.blue, "Blue"));
		if (!agreed) {
			tables.forEach(this::refuseToBreak);
		}
		Map<Long, List<String>> keys = keys();
		for (Relation table : tables) {
			@Nullable List<String> key = keys.get(table.oid());
			locked(table,
					() -> this.blue.client()
						.sql("SELECT bluegreen_track.track(:table::oid::regclass, :key::text[])")
						.param("table", table.oid())
						.param("key", (key == null) ? null : key.toArray(String[]::new))
						.query((row) -> {
						}));
			done.add("%s is tracked: every row has a version from now on, every change is logged"
				.formatted(table.sql()));
		}
		grant();
		return done;
	}

	/**
	 * Takes the tracking of tables away; what others depend on stays.
	 * @return what was done, in sentences
	 */
	public List<String> undo(List<String> names) {
		List<String> done = new ArrayList<>();
		for (Relation table : tables(names)) {
			locked(table,
					() -> done.addAll(this.blue.client()
						.sql("SELECT * FROM bluegreen_track.untrack(:table::oid::regclass)")
						.param("table", table.oid())
						.query(String.class)
						.list()));
		}
		return done;
	}

	private List<Relation> tables(List<String> names) {
		if (names.isEmpty()) {
			throw new RefusedException("no table is named", "bluegreen track SCHEMA.TABLE..");
		}
		Catalog catalog = new Catalog(this.blue.client()).readAhead(names);
		return names.stream()
			.map((name) -> catalog.relation(name)
				.filter(Relation::isTable)
				.orElseThrow(() -> new RefusedException("%s is no table of Blue".formatted(name),
						"name it as SCHEMA.TABLE, quoted where SQL needs it")))
			.toList();
	}

	private void locked(Relation table, Runnable change) {
		try {
			this.ddl.patiently("tracking of " + table.sql(), () -> this.blue.in(() -> {
				LockTimeout.shorten(this.blue);
				change.run();
				return true;
			}));
		}
		catch (DataAccessException ex) {
			if (ServerError.of(ex).sqlState().startsWith("BG")) {
				throw new RefusedException(serverSays(ex), "add a primary key, or name bluegreen.tables.*.source.key");
			}
			throw ex;
		}
	}

	/** What our own functions say quotes no value. */
	private static String serverSays(DataAccessException ex) {
		String message = Objects.requireNonNullElse(ex.getMostSpecificCause().getMessage(), "");
		return message.lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
	}

	private void refuseToBreak(Relation table) {
		List<String> breakage = breakage(table);
		if (!breakage.isEmpty()) {
			throw new RefusedException(
					"a new column of %s can break: %s".formatted(table.sql(), String.join("; ", breakage)),
					"look at them, then say --yes");
		}
	}

	/**
	 * What a new column can break, in sentences; nothing where the column is there
	 * already.
	 */
	private List<String> breakage(Relation table) {
		if (table.column("row_version").isPresent()) {
			return List.of();
		}
		boolean installed = this.blue.client()
			.sql("SELECT to_regproc('bluegreen_track.breakage') IS NOT NULL")
			.query(Boolean.class)
			.single();
		return installed ? breakageOf(table) : new Rehearsal(this.blue).of(() -> breakageOf(table));
	}

	private List<String> breakageOf(Relation table) {
		return this.blue.client()
			.sql("SELECT * FROM bluegreen_track.breakage(:table::oid::regclass)")
			.param("table", table.oid())
			.query(String.class)
			.list();
	}

	/** The keys that the settings name, by the oid of their table. */
	private Map<Long, List<String>> keys() {
		Map<Long, List<String>> keys = new HashMap<>();
		if (this.settings.tablesByName().isEmpty()) {
			return keys;
		}
		List<MappingSettings> named = this.settings.mappings(List.of())
			.stream()
			.filter((mapping) -> mapping.source() != null && !mapping.sourceKey().isEmpty())
			.toList();
		Catalog catalog = new Catalog(this.blue.client()).readAhead(named.stream().map(Track::source).toList());
		for (MappingSettings mapping : named) {
			catalog.relation(source(mapping))
				.ifPresent((source) -> keys.putIfAbsent(source.oid(), catalog.identifiers(mapping.sourceKey())));
		}
		return keys;
	}

	private static String source(MappingSettings mapping) {
		return Objects.requireNonNull(mapping.source());
	}

	private void grant() {
		String role = this.settings.jobsRole();
		if (role != null) {
			this.blue.run(() -> this.blue.client()
				.sql("SELECT bluegreen_track.grant_reader(quote_ident(:role)::regrole)")
				.param("role", role)
				.query((row) -> {
				}));
		}
	}

}
