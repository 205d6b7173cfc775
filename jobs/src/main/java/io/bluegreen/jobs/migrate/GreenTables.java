package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.TableKeys;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * The configured tables of Green, which need a change log.
 */
class GreenTables {

	private final Side green;

	private final BluegreenSettings settings;

	private final RetryingDdl ddl;

	GreenTables(Side green, BluegreenSettings settings, RetryingDdl ddl) {
		this.green = green;
		this.settings = settings;
		this.ddl = ddl;
	}

	/** Gives every configured Green table that has a version a change log. */
	List<String> trackChanges() {
		Catalog catalog = green();
		List<String> done = new ArrayList<>();
		for (MappingSettings table : mappings()) {
			Optional<Relation> to = catalog.relation(table.to());
			if (table.version() == null || to.isEmpty()) {
				continue;
			}
			if (watched(to.get())) {
				resume(table.table(), to.get());
				continue;
			}
			List<String> key = table.key().isEmpty() ? new TableKeys(this.green.client()).primary(to.get())
					: catalog.identifiers(table.key());
			String version = catalog.identifiers(List.of(table.version())).get(0);
			this.ddl.retry("change log of " + to.get().sql(), () -> this.green.in(() -> {
				LockTimeout.shorten(this.green);
				this.green.client()
					.sql("SELECT bluegreen_track.track_changes(:table::oid::regclass, :key, :version)")
					.param("table", to.get().oid())
					.param("key", key.toArray(String[]::new))
					.param("version", version)
					.query((row) -> {
					});
				return true;
			}));
			done.add(changeLog(to.get().sql()));
		}
		return done;
	}

	/**
	 * Those that {@link #trackChanges} would give one, whether they are there yet or not.
	 */
	List<String> withoutChangeLog() {
		Catalog catalog = green();
		boolean tracked = this.green.client()
			.sql("SELECT to_regclass('bluegreen_track.tracked') IS NOT NULL")
			.query(Boolean.class)
			.single();
		return mappings().stream()
			.filter((table) -> table.version() != null)
			.filter((table) -> !tracked || catalog.relation(table.to()).filter(this::watched).isEmpty())
			.map((table) -> changeLog(table.to()))
			.toList();
	}

	private static String changeLog(String table) {
		return "Green: change log of " + table;
	}

	/** Puts right what a killed backfill has left. */
	private void resume(String table, Relation to) {
		if (InsertLogSwitch.isPausedWithoutPlan(this.green.client(), table, to)) {
			this.ddl.retry("change log of " + to.sql(),
					() -> this.green.in(() -> this.green.client()
						.sql("SELECT bluegreen_track.resume_insert_log(:table::oid::regclass)::text")
						.param("table", to.oid())
						.query(String.class)
						.list()));
		}
	}

	private Catalog green() {
		return new Catalog(this.green.client()).readAhead(mappings().stream().map(MappingSettings::to).toList());
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
