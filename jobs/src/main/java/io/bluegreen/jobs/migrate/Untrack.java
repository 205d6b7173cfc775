package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.migrate.TrackedTables.Tracked;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Takes the tracking of tables away; what others depend on stays.
 */
public class Untrack {

	private static final Logger logger = LoggerFactory.getLogger(Untrack.class);

	private final Side blue;

	private final Side green;

	private final BluegreenSettings settings;

	private final RetryingDdl ddl;

	Untrack(Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl) {
		this.blue = blue;
		this.green = green;
		this.settings = settings;
		this.ddl = ddl;
	}

	/**
	 * Tells what untracking these tables would take away, and does nothing.
	 * @param names as in SQL
	 * @return a sentence for each table that is tracked
	 * @throws RefusedException if a backfill needs the tracking
	 */
	public List<String> losses(List<String> names) {
		List<Relation> tables = BlueTables.named(this.blue, names);
		TrackedTables tracked = new TrackedTables(this.blue, this.ddl);
		if (!tracked.areThere()) {
			return List.of();
		}
		refuseUnderPlans(tables);
		Long[] oids = tables.stream().map(Relation::oid).toArray(Long[]::new);
		return tracked.list(oids).stream().map(Tracked::losses).toList();
	}

	/**
	 * Untracks tables.
	 * @param names as in SQL
	 * @param agreed whether what is lost is known
	 * @return what was done, in sentences
	 * @throws RefusedException if nobody has agreed, or a backfill needs the tracking
	 */
	public List<String> untrack(List<String> names, boolean agreed) {
		List<String> losses = losses(names);
		if (losses.isEmpty()) {
			return List.of("nothing to do: no such table is tracked");
		}
		if (!agreed) {
			throw new RefusedException("--undo takes this away: %s".formatted(String.join("; ", losses)),
					"say --yes if nothing needs it any more");
		}
		List<String> done = new ArrayList<>();
		for (Relation table : BlueTables.named(this.blue, names)) {
			done.addAll(new TrackedTables(this.blue, this.ddl).untrack(table.oid(), table.sql()));
		}
		return done;
	}

	private void refuseUnderPlans(List<Relation> tables) {
		Catalog catalog = new Catalog(this.blue.client());
		String[] configured = BlueTables.mappings(this.settings)
			.stream()
			.filter((mapping) -> catalog.relation(Objects.requireNonNullElse(mapping.source(), mapping.from()))
				.filter((source) -> tables.stream().anyMatch((table) -> table.oid() == source.oid()))
				.isPresent())
			.map(MappingSettings::table)
			.toArray(String[]::new);
		if (configured.length == 0) {
			return;
		}
		List<String> open = openPlans(configured);
		if (!open.isEmpty()) {
			throw new RefusedException(
					"the backfill of %s is not complete, and needs the change log".formatted(String.join(", ", open)),
					"let `bluegreen backfill` finish; where the move is given up, take %s out of bluegreen.tables first"
						.formatted(String.join(", ", open)));
		}
	}

	/** Blue alone is enough: Green may be gone. */
	private List<String> openPlans(String[] configured) {
		try {
			return this.green.in(() -> this.green.client().sql("""
					SELECT table_name FROM bluegreen.plan
					WHERE kind = 'backfill' AND state = 'open' AND table_name = ANY (?)
					ORDER BY table_name
					""").param(configured).query(String.class).list());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.info("Green cannot be asked whether a backfill is under way: {}", ex.getMessage());
			return List.of();
		}
	}

}
