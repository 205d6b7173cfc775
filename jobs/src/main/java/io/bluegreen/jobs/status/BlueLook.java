package io.bluegreen.jobs.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.topology.Databases;

/**
 * What Blue says of a table.
 *
 * @param warning what keeps the table from being moved, or no pass from going on
 * @param log how large the change log is; empty: there is none, or Blue is away
 */
record BlueLook(Optional<String> warning, Map<String, String> log) {

	/**
	 * Rows are estimated; what is in the log is as old as the oldest position that needs
	 * it.
	 */
	private static final String LOG = """
			SELECT bluegreen_track.log_rows(t.log) AS rows, pg_relation_size(t.log) AS bytes,
			       (SELECT min(k.left_at)::text FROM bluegreen_track.token k
			        WHERE k.relation = t.relation AND k.left_at > now() - interval '7 days') AS since
			FROM bluegreen_track.tracked t WHERE t.relation = ?
			""";

	/** Looks there. The rest of a status is told even if Blue is away. */
	static BlueLook at(Databases databases, Preflight preflight, Positions positions, MappingSettings table) {
		try {
			Preflight.Look look = preflight.look(table);
			if (look.obstacle().isPresent()) {
				return new BlueLook(look.obstacle(), Map.of());
			}
			Mapping mapping = look.mapping().orElseThrow();
			return new BlueLook(gap(databases, positions, mapping), log(databases, mapping));
		}
		catch (DataAccessException | TransactionException ex) {
			return new BlueLook(Optional.of("%s: Blue cannot be asked whether it is tracked: %s"
				.formatted(table.table(), ServerError.of(ex).sentence())), Map.of());
		}
	}

	/** One that Green does not know of yet. */
	private static Optional<String> gap(Databases databases, Positions positions, Mapping mapping) {
		String table = mapping.table();
		boolean known = databases.target()
			.in(() -> positions.stored(table).isEmpty() || positions.broken(table).isPresent());
		return known ? Optional.empty()
				: positions.gap(mapping)
					.map((why) -> "%s: no reconcile pass can go on from the last one: %s; %s".formatted(table, why,
							Positions.wayOut(table)));
	}

	private static Map<String, String> log(Databases databases, Mapping mapping) {
		Map<String, String> log = new LinkedHashMap<>();
		mapping.source()
			.ifPresent((source) -> databases.source()
				.run(() -> databases.source().client().sql(LOG).param(source.oid()).query((row) -> {
					log.put("rows", row.getString("rows"));
					log.put("bytes", row.getString("bytes"));
					log.put("neededSince", row.getString("since"));
				})));
		log.values().removeIf(Objects::isNull);
		return log;
	}

}
