package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells Green's control schema that this instance is there, again and again, on a thread
 * of its own: nobody waits for it. It is for people; nothing is decided by it.
 */
final class InstanceRegistration implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(InstanceRegistration.class);

	private static final Duration EVERY = Duration.ofSeconds(5);

	/** An instance that was killed cannot take its row away. */
	private static final String SEEN = """
			WITH gone AS (DELETE FROM bluegreen.instance WHERE last_seen < now() - interval '1 day' AND id <> :id)
			INSERT INTO bluegreen.instance (id, generation, stage, version)
			VALUES (:id, :generation, :stage, :version)
			ON CONFLICT (id) DO UPDATE SET last_seen = now()
			""";

	private final HikariDataSource pool;

	private final JdbcClient green;

	private final Release release;

	private final String id = System.getenv().getOrDefault("HOSTNAME", "instance") + "-"
			+ UUID.randomUUID().toString().substring(0, 8);

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = new Thread(this::tell, "dual-write-instance");

	private volatile boolean running;

	InstanceRegistration(HikariDataSource pool, Release release) {
		this.pool = pool;
		this.green = JdbcClient.create(pool);
		this.release = release;
		pool.setMaximumPoolSize(1);
	}

	@Override
	public void start() {
		this.running = true;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void tell() {
		try {
			do {
				seen();
			}
			while (!this.stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
			gone();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void seen() {
		try {
			this.green.sql(SEEN)
				.param("id", this.id)
				.param("generation", this.release.generation())
				.param("stage", this.release.stage().toString())
				.param("version", this.release.version())
				.update();
		}
		catch (DataAccessException ex) {
			logger.debug("this instance cannot be registered in Green", ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.stopped.countDown();
		try {
			this.thread.join(1000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.pool.close();
	}

	private void gone() {
		try {
			this.green.sql("DELETE FROM bluegreen.instance WHERE id = :id").param("id", this.id).update();
		}
		catch (DataAccessException ex) {
			logger.debug("this instance stays registered in Green", ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Once nothing is written any more. */
	@Override
	public int getPhase() {
		return -1;
	}

}
