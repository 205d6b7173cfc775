package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.Consumer;
import io.bluegreen.tracking.LogPruning;
import io.bluegreen.tracking.Position;

/**
 * How far the change log of each table was taken over. A position is a snapshot with the
 * evidence that it still stands, never a time.
 */
public class Positions {

	private final Side blue;

	private final Side green;

	private final LogPruning pruning;

	/**
	 * Positions in Blue's logs.
	 * @param pruning clears up these logs
	 */
	Positions(Side blue, Side green, LogPruning pruning) {
		this.blue = blue;
		this.green = green;
		this.pruning = pruning;
	}

	/**
	 * The position of a table's log in Blue now, for a look; empty where the table has no
	 * version.
	 */
	public Optional<String> now(Mapping mapping) {
		return mapping.version().isEmpty() ? Optional.empty() : Optional.of(now(List.of(mapping)).get(0));
	}

	/**
	 * The position of a table's log in Blue now, to be stored, with its token; empty
	 * where the table has no version.
	 */
	public Optional<String> note(Mapping mapping) {
		return mapping.version().isEmpty() ? Optional.empty() : Optional.of(note(List.of(mapping)).get(0));
	}

	/**
	 * The positions of tables that have a version, to be stored, each with its token.
	 */
	List<String> note(List<Mapping> mappings) {
		Consumer consumer = consumer();
		return this.blue.in(() -> {
			List<String> now = now(mappings);
			return IntStream.range(0, now.size())
				.mapToObj((i) -> consumer.leave(this.blue.client(), source(mappings.get(i)), new Position(now.get(i))))
				.map(Position::json)
				.toList();
		});
	}

	/**
	 * Clears up in Blue once a position is stored for good: what only earlier positions
	 * needed goes, and of a log that has grown past the limit what anybody needs.
	 */
	public void clearUp(Mapping mapping) {
		Consumer consumer = consumer();
		Position position = new Position(this.green.in(() -> stored(mapping.table())).orElseThrow());
		this.blue.run(() -> consumer.stored(this.blue.client(), source(mapping), position));
		this.pruning.prune(source(mapping));
	}

	private static long source(Mapping mapping) {
		return mapping.source().orElseThrow().oid();
	}

	private Consumer consumer() {
		return this.green.in(() -> Consumer.of(this.green.client(), "passes", false));
	}

	/**
	 * The positions of tables that have a version, in one snapshot: a transaction that
	 * wrote a parent and its child is in both logs or in none. With the evidence of their
	 * mappings as they are now.
	 */
	List<String> now(List<Mapping> mappings) {
		return this.blue.in(
				() -> Position
					.now(this.blue.client(), mappings.stream().map(Positions::source).toList(),
							Definition.of(this.blue.client(), mappings.stream().map(Mapping::from).toList())
								.stream()
								.map(Definition::evidence)
								.toList())
					.stream()
					.map(Position::json)
					.toList());
	}

	/**
	 * Begins the chain of passes of a table at a position. Where the log can be read on
	 * from an earlier one it goes on from there, under the mapping of now: so keys that
	 * were deleted between the two are not forgotten.
	 */
	public void begin(Mapping mapping, String position) {
		String table = mapping.table();
		if (!adopt(mapping, position)) {
			this.green.client().sql("""
					INSERT INTO bluegreen.log_position (table_name, position, pass, began_at)
					VALUES (:table, :position::jsonb, nextval('bluegreen.pass_seq'), now())
					ON CONFLICT (table_name) DO UPDATE
					SET position = excluded.position, pass = excluded.pass, began_at = excluded.began_at,
					    reached_at = excluded.began_at, broken = NULL, only_mapping = false
					""").param("table", table).param("position", position).update();
		}
	}

	/**
	 * Goes on from the stored position under the mapping of another one.
	 * @return false if the log cannot be read on from there; then nothing is changed
	 */
	public boolean adopt(Mapping mapping, String position) {
		String table = mapping.table();
		boolean goesOn = stored(table).filter((before) -> isOfOneLog(before, position)).isPresent();
		this.green.flushOnCommit();
		return goesOn && this.green.client().sql("""
				UPDATE bluegreen.log_position
				SET position = position || jsonb_build_object('mapping', :position::jsonb -> 'mapping'), broken = NULL,
				    only_mapping = false
				WHERE table_name = :table AND (broken IS NULL OR only_mapping)
				""").param("table", table).param("position", position).update() == 1;
	}

	/**
	 * Begins the chain of passes of a table anew where its last verdict began, if that is
	 * a MATCH under this mapping and the log can be read on from there: what was missed
	 * before was compared.
	 * @param now a position of now
	 * @return the position from which the next pass reads; empty if nothing was changed
	 */
	Optional<String> restart(Mapping mapping, String now) {
		String table = mapping.table();
		Optional<String> verified = new VerdictStore(this.green).start(table, mapping.hash())
			.map(Position::json)
			.filter((position) -> why(position, now).isEmpty());
		verified.ifPresent((position) -> {
			this.green.flushOnCommit();
			this.green.client()
				.sql("UPDATE bluegreen.log_position SET position = ?::jsonb, broken = NULL, only_mapping = false WHERE table_name = ?")
				.params(position, table)
				.update();
		});
		return verified;
	}

	/** What to do about a chain of passes that ended. */
	public static String wayOut(String table) {
		return "once `bluegreen verify %1$s`, with `bluegreen repair %1$s` for what differs, says MATCH, the next `bluegreen reconcile %1$s` goes on from there; `bluegreen backfill %1$s --new` starts over"
			.formatted(table);
	}

	/**
	 * What of a mapping changed since the last position, so that what was read since may
	 * be of another one.
	 */
	Optional<String> mappingChange(Mapping mapping) {
		String now = this.blue.in(() -> Definition.of(this.blue.client(), mapping).evidence());
		return this.green.client()
			.sql("""
					SELECT bluegreen_track.mapping_change(position -> 'mapping', :now::jsonb)
					FROM bluegreen.log_position WHERE table_name = :table
					""")
			.param("now", now)
			.param("table", mapping.table())
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single();
	}

	/** The position of the last pass. */
	public Optional<String> stored(String table) {
		return this.green.client()
			.sql("SELECT position::text FROM bluegreen.log_position WHERE table_name = ?")
			.param(table)
			.query(String.class)
			.optional();
	}

	/** Why the chain of passes ended, if it did. */
	public Optional<String> broken(String table) {
		return this.green.client()
			.sql("SELECT broken FROM bluegreen.log_position WHERE table_name = ? AND broken IS NOT NULL")
			.param(table)
			.query(String.class)
			.optional();
	}

	/** Moves the position of a table. */
	void move(String table, String position, Pass pass) {
		this.green.flushOnCommit();
		this.green.client()
			.sql("""
					UPDATE bluegreen.log_position p
					SET position = :position::jsonb, pass = :pass, began_at = :began,
					    held_since = CASE WHEN pg_snapshot_xmin(n.snapshot) < pg_snapshot_xmax(n.snapshot)
					                       AND pg_snapshot_xmin(n.snapshot) = pg_snapshot_xmin((p.position ->> 'snapshot')::pg_snapshot)
					                      THEN coalesce(p.held_since, p.began_at) END
					FROM (SELECT (:position::jsonb ->> 'snapshot')::pg_snapshot AS snapshot) n
					WHERE p.table_name = :table
					""")
			.param("table", table)
			.param("position", position)
			.param("pass", pass.number())
			.param("began", pass.beganAt())
			.update();
	}

	/**
	 * Notes that Green has all changes up to the position, if no key is left queued.
	 * @return seconds since the position that was reached
	 */
	double reached(String table) {
		return this.green.client().sql("""
				UPDATE bluegreen.log_position p
				SET reached_at = CASE
				    WHEN broken IS NULL
				        AND NOT EXISTS (SELECT FROM bluegreen.changed_key k WHERE k.table_name = p.table_name)
				    THEN began_at ELSE reached_at END
				WHERE table_name = ?
				RETURNING extract(epoch FROM clock_timestamp() - reached_at)
				""").param(table).query(Double.class).single();
	}

	/** Seconds since the position that Green has reached. */
	double lag(String table) {
		return lagOf(table).orElseThrow();
	}

	/** The same; empty where there is no position. */
	public Optional<Double> lagOf(String table) {
		return this.green.client()
			.sql("SELECT extract(epoch FROM clock_timestamp() - reached_at) FROM bluegreen.log_position WHERE table_name = ?")
			.param(table)
			.query(Double.class)
			.optional();
	}

	/** Whether the chain of passes of a table goes on from here; if not, why. */
	public Optional<String> gap(Mapping mapping) {
		return now(mapping).flatMap((now) -> this.green
			.in(() -> broken(mapping.table()).or(() -> stored(mapping.table()).map((before) -> why(before, now))
				.orElse(Optional.of("no position was noted")))));
	}

	/**
	 * Notes why no further pass can stand on the position.
	 * @param onlyMapping whether the log can be read on all the same
	 */
	void breakOff(String table, String why, boolean onlyMapping) {
		this.green.client()
			.sql("UPDATE bluegreen.log_position SET broken = ?, only_mapping = ? WHERE table_name = ? AND broken IS NULL")
			.params(why, onlyMapping, table)
			.update();
	}

	/**
	 * Whether the log can be read from one position to the other, whatever the mapping.
	 */
	boolean isOfOneLog(String before, String now) {
		return new Position(before).isOfOneLog(this.blue.client(), new Position(now));
	}

	/** Why an earlier position does not stand any more, if so. */
	Optional<String> why(String before, String now) {
		return new Position(before).broken(this.blue.client(), new Position(now));
	}

}
