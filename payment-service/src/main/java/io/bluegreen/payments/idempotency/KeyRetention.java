package io.bluegreen.payments.idempotency;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Clears up keys that nobody will repeat any more, a few at a time.
 */
@Component
class KeyRetention {

	private static final Log logger = LogFactory.getLog(KeyRetention.class);

	private static final String DELETE = """
			DELETE FROM blue.idempotency_keys WHERE idempotency_key IN (
			    SELECT idempotency_key FROM blue.idempotency_keys
			    WHERE created_at < now() - make_interval(secs => :seconds)
			    ORDER BY created_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
			""";

	private final JdbcClient blue;

	private final Duration keep;

	KeyRetention(JdbcClient blue, @Value("${payments.keep-idempotency-keys}") Duration keep) {
		this.blue = blue;
		this.keep = keep;
	}

	@Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
	void clearUp() {
		try {
			this.blue.sql(DELETE).param("seconds", this.keep.toSeconds()).update();
		}
		catch (DataAccessException ex) {
			logger.warn("old idempotency keys stay for now: " + ex.getClass().getSimpleName());
		}
	}

}
