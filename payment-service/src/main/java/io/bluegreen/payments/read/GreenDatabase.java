package io.bluegreen.payments.read;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.bluegreen.failure.ServerError;
import io.bluegreen.payments.payment.Payment;

/**
 * Green, read with connections of its own on which every wait is short: where it is away,
 * slow or locked, nobody waits for long, and while it is away hardly anybody.
 */
@Component
class GreenDatabase implements DisposableBean {

	private static final Log logger = LogFactory.getLog(GreenDatabase.class);

	/** After a failure, one request tries again, the others do without. */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final HikariDataSource pool = new HikariDataSource();

	private final GreenPayments payments;

	/** By {@link System#nanoTime}; 0: it answered the last time. */
	private final AtomicLong nextTry = new AtomicLong();

	GreenDatabase(@Value("${bluegreen.green.url:${spring.datasource.url}}") String url,
			@Value("${spring.datasource.username:}") String username,
			@Value("${spring.datasource.password:}") String password) {
		this.pool.setPoolName("green");
		this.pool.setJdbcUrl(url);
		this.pool.setUsername(username);
		this.pool.setPassword(password);
		this.pool.setReadOnly(true);
		this.pool.setMaximumPoolSize(10);
		this.pool.setMinimumIdle(0);
		this.pool.setInitializationFailTimeout(-1);
		this.pool.setConnectionTimeout(250);
		this.pool.setValidationTimeout(250);
		this.pool.setConnectionInitSql("SET statement_timeout = '500ms'; SET lock_timeout = '100ms'");
		this.pool.addDataSourceProperty("connectTimeout", "1");
		this.pool.addDataSourceProperty("socketTimeout", "1");
		this.pool.addDataSourceProperty("logServerErrorDetail", "false");
		this.pool.addDataSourceProperty("ApplicationName", "payment-service");
		this.payments = new GreenPayments(JdbcClient.create(this.pool));
	}

	/**
	 * Those of these payments that are there.
	 * @return empty if Green cannot be asked
	 */
	Optional<Map<Long, Payment>> find(Collection<Long> ids) {
		long next = this.nextTry.get();
		if (next != 0 && !(System.nanoTime() - next >= 0 && this.nextTry.compareAndSet(next, afterPause()))) {
			return Optional.empty();
		}
		try {
			Map<Long, Payment> found = this.payments.find(ids);
			this.nextTry.set(0);
			return Optional.of(found);
		}
		catch (DataAccessException ex) {
			if (this.nextTry.getAndSet(afterPause()) == 0) {
				logger.warn("Green cannot be read, Blue answers: " + ServerError.of(ex).sentence());
			}
			return Optional.empty();
		}
	}

	private static long afterPause() {
		return (System.nanoTime() + PAUSE.toNanos()) | 1;
	}

	@Override
	public void destroy() {
		this.pool.close();
	}

}
