package io.bluegreen.jobs.findings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.session.Side;
import io.bluegreen.tracking.Position;

/**
 * Verdicts in Green's control schema, dated by Green's clock.
 */
public class VerdictStore {

	private static final String ISO = "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

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
	 * @param rowSeed of its checksums; null where rows were compared
	 * @param blue where Blue's log stood before the first read
	 * @param document all that was said
	 */
	public record Verdict(long plan, String table, String answer, String mappingHash, @Nullable Long rowSeed,
			@Nullable Long mixSeed, Position blue, Position green, List<Reason> reasons, Object document) {
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
					    (plan_id, table_name, run, answer, started_at, expires_at, mapping_hash, row_seed, mix_seed, blue, green,
					     reasons, document)
					VALUES (:plan, :table, :run, :answer, :started::timestamptz, :expires::timestamptz, :hash, :rowSeed, :mixSeed,
					        :blue::jsonb, :green::jsonb, :reasons::jsonb, :document::jsonb)
					""")
			.param("plan", verdict.plan())
			.param("table", verdict.table())
			.param("run", run.run())
			.param("answer", verdict.answer())
			.param("started", run.startedAt())
			.param("expires", run.expiresAt())
			.param("hash", verdict.mappingHash())
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

}
