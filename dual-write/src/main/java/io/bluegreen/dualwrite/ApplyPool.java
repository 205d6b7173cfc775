package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.session.UnsupportedIsAlive;

/**
 * The connections that applies use, apart from the service's own. Each wait on them ends
 * by itself, also where packets are swallowed or the server is frozen.
 */
final class ApplyPool {

	private ApplyPool() {
	}

	static HikariDataSource create(String side, DualWriteProperties.@Nullable Database database,
			DualWriteProperties.Tuning tuning) {
		if (database == null || database.url() == null || database.url().isBlank()) {
			throw new IllegalArgumentException("bluegreen.%s.url is not set: name the database, or set BLUEGREEN_%s_URL"
				.formatted(side, side.toUpperCase(Locale.ROOT)));
		}
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("dual-write-" + side);
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(tuning.workers() + 1);
		pool.setMinimumIdle(0);
		// The service starts whether Green is there or not.
		pool.setInitializationFailTimeout(-1);
		pool.setConnectionTimeout(1000);
		pool.setValidationTimeout(500);
		pool.setExceptionOverride(new UnsupportedIsAlive());
		Duration socket = tuning.statementTimeout().plusSeconds(1);
		pool.addDataSourceProperty("connectTimeout", "1");
		pool.addDataSourceProperty("loginTimeout", "2");
		pool.addDataSourceProperty("socketTimeout", String.valueOf(socket.toSeconds()));
		pool.addDataSourceProperty("cancelSignalTimeout", "1");
		pool.addDataSourceProperty("tcpKeepAlive", "true");
		pool.addDataSourceProperty("prepareThreshold", "0");
		// A detail quotes the values of rows.
		pool.addDataSourceProperty("logServerErrorDetail", "false");
		pool.addDataSourceProperty("ApplicationName", "bluegreen dual write");
		return pool;
	}

	static Side side(HikariDataSource pool, DualWriteProperties.Tuning tuning) {
		return new Side(pool, new PinnedTransactionManager(pool, tuning.statementTimeout(), tuning.lockTimeout()),
				JdbcClient.create(pool));
	}

}
