package io.bluegreen.jobs.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.backfill.Backfill;
import io.bluegreen.jobs.work.WorkEvent;
import io.bluegreen.jobs.work.WorkEvent.Claimed;
import io.bluegreen.jobs.work.WorkEvent.Finished;
import io.bluegreen.jobs.work.WorkEvent.Retrying;
import io.bluegreen.jobs.work.WorkEvent.Throttled;
import io.bluegreen.jobs.work.WorkEvent.Waiting;
import io.bluegreen.jobs.work.WorkListener;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener is told about a backfill.
 */
class WorkEventsTests {

	private static final String DONE = "SELECT count(*) FROM bluegreen.chunk WHERE plan_id = 1 AND state = 'done'";

	private static final String FIRST_CHUNK = "SELECT FROM bluegreen.chunk WHERE chunk_id = 1 FOR UPDATE";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private final List<WorkEvent> events = new CopyOnWriteArrayList<>();

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program planned() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
		assertThat(program.run("backfill", "payments").code()).isZero();
		Planned.again(sql());
		return program;
	}

	private void backfill(Program program, WorkListener listener) throws Exception {
		try (ConfigurableApplicationContext context = Application.start(program.configFor(LegacyDatabase.JOBS), false,
				Map.of(), new StopSignal())) {
			context.getBean(Backfill.class).run(List.of("payments"), false, listener);
		}
	}

	private <E extends WorkEvent> Stream<E> all(Class<E> kind) {
		return this.events.stream().filter(kind::isInstance).map(kind::cast);
	}

	private long finished() {
		return all(Finished.class).mapToLong(Finished::chunks).sum();
	}

	@Test
	void chunksAreToldAsFinishedOnceTheirTransactionHasCommitted() throws Exception {
		backfill(planned(), (event) -> {
			this.events.add(event);
			// First: another worker may go on meanwhile.
			long told = finished();
			try {
				assertThat(sql().number(DONE)).isGreaterThanOrEqualTo(told);
			}
			catch (SQLException ex) {
				throw new AssertionError(ex);
			}
		});
		assertThat(finished()).isEqualTo(sql().number(DONE)).isGreaterThan(9);
		assertThat(all(Claimed.class).mapToLong(Claimed::chunks).sum()).isEqualTo(finished());
		assertThat(all(Finished.class).mapToLong(Finished::scanned).sum())
			.isEqualTo(sql().number("SELECT count(*) FROM blue.payments"));
		assertThat(all(Finished.class).mapToLong(Finished::applied).sum())
			.isEqualTo(sql().number("SELECT count(*) FROM green.payments"));
	}

	@Test
	void chunkTargetThatIsSetMakesClaimsLarger() throws Exception {
		Program program = planned().setting("chunk-target: 1ms").setting("workers: 1");
		backfill(program, this.events::add);
		assertThat(all(Claimed.class)).extracting(Claimed::chunks).containsOnly(1);
		Planned.again(sql());
		this.events.clear();
		sql().run("UPDATE bluegreen.plan SET chunk_target_millis = 60000");
		backfill(program, this.events::add);
		assertThat(all(Claimed.class)).extracting(Claimed::chunks).anyMatch((chunks) -> chunks > 1);
		assertThat(all(Throttled.class)).extracting(Throttled::reason).contains("chunk-target 60000ms");
	}

	@Test
	void whatKeepsAWorkerFromGoingOnIsTold() throws Exception {
		Program program = planned();
		CompletableFuture<Void> backfill;
		try (Locks other = new Locks(this.fresh.database(), FIRST_CHUNK)) {
			backfill = CompletableFuture.runAsync(() -> {
				try {
					backfill(program, this.events::add);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> all(Waiting.class).findAny().isPresent());
			assertThat(all(Retrying.class)).isEmpty();
			// Where chunks are claimed, again and again.
			sql().run(
					"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bluegreen green'");
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> all(Retrying.class).findAny().isPresent());
			assertThat(all(Retrying.class)).extracting(Retrying::cause)
				.allMatch((cause) -> cause.matches(".*[(](57|08)...[)].*"));
		}
		backfill.get(60, TimeUnit.SECONDS);
	}

}
