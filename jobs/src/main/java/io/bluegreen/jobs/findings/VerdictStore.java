package io.bluegreen.jobs.findings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.bluegreen.session.Side;
import io.bluegreen.tracking.Position;

/**
 * Verdicts in Green's control schema, dated by Green's clock.
 */
public class VerdictStore {

	/** A time of Green's clock, as answers have it. */
	static final String ISO = "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

	/** True in a position of Blue: the applies that had entered before it had ended. */
	public static final String APPLIES_ENDED = "appliesEnded";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Side control;

	public VerdictStore(Side control) {
		this.control = control;
	}

	/**
	 * Verdicts of one run that was begun.
	 *
	 * @param run its number
	 */
	public record Run(long run, String startedAt, String expiresAt) {
	}

	/**
	 * A verdict on one table.
	 *
	 * @param answer MATCH, DIFFER or INCOMPLETE
	 * @param standsOn the verdict of the full verify under it; null: it is one
	 * @param columns a hash over which columns were compared, and what Green's hold
	 * @param rowSeed of the digests of its differences
	 * @param mixSeed of its checksums; null where rows were compared
	 * @param blue where Blue's log stood before the first read
	 * @param document all that was said
	 */
	public record Verdict(long plan, String table, String answer, @Nullable Long standsOn, String mappingHash,
			String columns, long rowSeed, @Nullable Long mixSeed, Position blue, Position green, List<Reason> reasons,
			Object document) {
	}

	/**
	 * A verdict as it was stored.
	 *
	 * @param full the number of the full verify under it, or its own
	 * @param rowSeed null: an older program has kept none
	 * @param columns null: an older program has kept none
	 */
	public record Stored(long id, long full, Run run, String answer, long plan, String mappingHash,
			@Nullable String columns, @Nullable Long rowSeed, @Nullable Long mixSeed, Position blue, Position green,
			List<Reason> reasons, ObjectNode document) {
	}

	/**
	 * A verdict as it stands in the list.
	 *
	 * @param expired whether it is too old to stand on
	 */
	public record Listed(long run, String answer, String startedAt, String finishedAt, String expiresAt,
			boolean expired) {
	}

	/** Begins a run: its verdicts expire so long after now. */
	public Run start(Duration maxAge) {
		return this.control.in(() -> this.control.client()
			.sql("SELECT nextval('bluegreen.verdict_run_seq') AS run, %s AS started, %s AS expires"
				.formatted(ISO.formatted("now()"), ISO.formatted("(now() + make_interval(secs => :maxAge))")))
			.param("maxAge", maxAge.toMillis() / 1000.0)
			.query((row, i) -> new Run(row.getLong("run"), row.getString("started"), row.getString("expires")))
			.single());
	}

	/** The time at Green, as verdicts are dated. */
	public String now() {
		return this.control.in(() -> this.control.client()
			.sql("SELECT " + ISO.formatted("clock_timestamp()"))
			.query(String.class)
			.single());
	}

	/** Stores a verdict with the current transaction, whose commit waits for the disk. */
	public void save(Run run, Verdict verdict) {
		this.control.flushOnCommit();
		this.control.client()
			.sql("""
					INSERT INTO bluegreen.verdict
					    (plan_id, table_name, run, answer, stands_on, started_at, expires_at, mapping_hash, compared_columns, row_seed,
					     mix_seed, blue, green, reasons, document)
					VALUES (:plan, :table, :run, :answer, :standsOn, :started::timestamptz, :expires::timestamptz, :hash, :columns,
					        :rowSeed, :mixSeed, :blue::jsonb, :green::jsonb, :reasons::jsonb, :document::jsonb)
					""")
			.param("plan", verdict.plan())
			.param("table", verdict.table())
			.param("run", run.run())
			.param("answer", verdict.answer())
			.param("started", run.startedAt())
			.param("expires", run.expiresAt())
			.param("standsOn", verdict.standsOn())
			.param("hash", verdict.mappingHash())
			.param("columns", verdict.columns())
			.param("rowSeed", verdict.rowSeed())
			.param("mixSeed", verdict.mixSeed())
			.param("blue", verdict.blue().json())
			.param("green", verdict.green().json())
			.param("reasons", JSON.writeValueAsString(verdict.reasons()))
			.param("document", JSON.writeValueAsString(verdict.document()))
			.update();
	}

	/** The last verdict on a table. */
	public Optional<Listed> last(String table) {
		return this.control.client()
			.sql("""
					SELECT run, answer, started_at::text, finished_at::text, expires_at::text, expires_at < now() AS expired
					FROM bluegreen.verdict WHERE table_name = ? ORDER BY verdict_id DESC LIMIT 1
					""")
			.param(table)
			.query((row, i) -> new Listed(row.getLong("run"), row.getString("answer"), row.getString("started_at"),
					row.getString("finished_at"), row.getString("expires_at"), row.getBoolean("expired")))
			.optional();
	}

	/** The newest verdict on a table, with all that it stands on. */
	public Optional<Stored> newest(String table) {
		return stored("v.table_name = :table", table);
	}

	/**
	 * Where the last verdict on a table began, if it is a MATCH under this mapping and no
	 * apply that had entered before was open at its first read: such a one may have
	 * written later what it had read of a row that was deleted before.
	 */
	public Optional<Position> start(String table, String mappingHash) {
		return newest(table)
			.filter((verdict) -> verdict.answer().equals("MATCH") && verdict.mappingHash().equals(mappingHash)
					&& JSON.readTree(verdict.blue().json()).path(APPLIES_ENDED).asBoolean(false))
			.map(Stored::blue);
	}

	/**
	 * The newest MATCH of a table.
	 */
	public Optional<Stored> newestMatch(String table) {
		return stored("v.table_name = :table AND v.answer = 'MATCH'", table);
	}

	private Optional<Stored> stored(String condition, String table) {
		return this.control.client()
			.sql("""
					SELECT v.verdict_id, coalesce(v.stands_on, v.verdict_id) AS full, v.run, v.answer, coalesce(v.plan_id, 0) AS plan_id,
					       v.mapping_hash, v.compared_columns, v.row_seed, v.mix_seed, v.blue::text, v.green::text, v.reasons::text,
					       v.document::text, %s AS started, %s AS expires
					FROM bluegreen.verdict v WHERE %s ORDER BY v.verdict_id DESC LIMIT 1
					"""
				.formatted(ISO.formatted("v.started_at"), ISO.formatted("v.expires_at"), condition))
			.param("table", table)
			.query(VerdictStore::stored)
			.optional();
	}

	private static Stored stored(ResultSet row, int i) throws SQLException {
		return new Stored(row.getLong("verdict_id"), row.getLong("full"),
				new Run(row.getLong("run"), row.getString("started"), row.getString("expires")),
				row.getString("answer"), row.getLong("plan_id"), row.getString("mapping_hash"),
				row.getString("compared_columns"), (Long) row.getObject("row_seed"), (Long) row.getObject("mix_seed"),
				new Position(row.getString("blue")), new Position(row.getString("green")),
				List.of(JSON.readValue(row.getString("reasons"), Reason[].class)),
				(ObjectNode) JSON.readTree(row.getString("document")));
	}

	/**
	 * Lets nobody store a verdict until the current transaction ends, so that what is
	 * asked of the newest ones still holds when one is stored on top of them.
	 */
	public void holdStill() {
		this.control.client().sql("LOCK TABLE bluegreen.verdict IN SHARE ROW EXCLUSIVE MODE").update();
	}

	/** Where both logs stood before the first read of a verdict. */
	public record Positions(Position blue, Position green) {
	}

	/**
	 * The newest MATCH of a table, or the newest verdict where there is none, and those
	 * since the MATCH before, in their order: what began at these is over.
	 */
	public List<Positions> superseded(String table) {
		return this.control.client()
			.sql("""
					WITH kept AS (
					    SELECT verdict_id FROM bluegreen.verdict WHERE table_name = :table
					    ORDER BY answer = 'MATCH' DESC, verdict_id DESC LIMIT 1
					), before AS (
					    SELECT max(v.verdict_id) AS verdict_id FROM bluegreen.verdict v, kept
					    WHERE v.table_name = :table AND v.answer = 'MATCH' AND v.verdict_id < kept.verdict_id
					), done AS (
					    SELECT v.* FROM bluegreen.verdict v, kept, before
					    WHERE v.table_name = :table AND v.verdict_id <= kept.verdict_id
					      AND v.verdict_id > coalesce(before.verdict_id, 0)
					    ORDER BY v.verdict_id DESC LIMIT 100
					)
					SELECT blue::text, green::text FROM done ORDER BY verdict_id
					""")
			.param("table", table)
			.query((row, i) -> new Positions(new Position(row.getString("blue")), new Position(row.getString("green"))))
			.list();
	}

	/** Whether a verdict began within so long before now, by Green's clock. */
	public boolean isYounger(long verdict, Duration age) {
		return this.control.client()
			.sql("SELECT started_at > clock_timestamp() - make_interval(secs => ?) FROM bluegreen.verdict WHERE verdict_id = ?")
			.params(age.toMillis() / 1000.0, verdict)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Whether a full verify has given a newer verdict that is no MATCH: it may have seen
	 * what no log names.
	 */
	public boolean isContradicted(String table, long verdict) {
		return this.control.client().sql("""
				SELECT EXISTS (
				    SELECT FROM bluegreen.verdict
				    WHERE table_name = ? AND verdict_id > ? AND stands_on IS NULL AND answer <> 'MATCH')
				""").params(table, verdict).query(Boolean.class).single();
	}

	/**
	 * The run of the full verify of that number, if it began within so long before now
	 * and is still kept.
	 */
	public Optional<Run> full(long verdict, Duration age) {
		return this.control.client()
			.sql("""
					SELECT run, %s AS started, %s AS expires FROM bluegreen.verdict
					WHERE verdict_id = :verdict AND started_at > clock_timestamp() - make_interval(secs => :age)
					""".formatted(ISO.formatted("started_at"), ISO.formatted("expires_at")))
			.param("verdict", verdict)
			.param("age", age.toMillis() / 1000.0)
			.query((row, i) -> new Run(row.getLong("run"), row.getString("started"), row.getString("expires")))
			.optional();
	}

}
