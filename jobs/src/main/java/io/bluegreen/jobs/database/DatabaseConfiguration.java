package io.bluegreen.jobs.database;

import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.DatabaseSettings;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * The pools: each worker has a connection of each side where these are two databases;
 * Green's are also for those who watch the workers.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

	@Bean(destroyMethod = "close")
	HikariDataSource bluePool(BluegreenSettings settings) {
		return pool("blue", settings.blue(), settings.workers() + 3);
	}

	@Bean(destroyMethod = "close")
	HikariDataSource greenPool(BluegreenSettings settings) {
		return pool("green", settings.greenOrBlue(), settings.workers() + 4);
	}

	@Bean
	Side blue(HikariDataSource bluePool, BluegreenSettings settings) {
		return side(bluePool, settings);
	}

	@Bean
	Side green(HikariDataSource greenPool, BluegreenSettings settings) {
		return side(greenPool, settings);
	}

	@Bean
	Databases databases(Side blue, Side green) {
		return new Databases(blue, green);
	}

	@Bean
	InsertLogSwitch insertLog(Side green, BluegreenSettings settings, StopSignal stopSignal) {
		return new InsertLogSwitch(green, settings.maxWait(), stopSignal);
	}

	private static Side side(HikariDataSource pool, BluegreenSettings settings) {
		return new Side(pool, new PinnedTransactionManager(pool, settings.statementTimeout(), settings.lockTimeout()),
				JdbcClient.create(pool));
	}

	private static HikariDataSource pool(String name, @Nullable DatabaseSettings database, int size) {
		if (database == null || database.url() == null) {
			throw new RefusedException("bluegreen.%s.url is not set".formatted(name),
					"name the database in the configuration file, or with BLUEGREEN_%s_URL"
						.formatted(name.toUpperCase(Locale.ROOT)));
		}
		NamedPool pool = new NamedPool("bluegreen." + name, "%s, %s".formatted(StringUtils.capitalize(name), database));
		pool.setPoolName(name);
		pool.setJdbcUrl(database.url());
		pool.setUsername(database.username());
		pool.setPassword(database.password());
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(10_000);
		// Each range is planned for its own bounds, and no prepared statement outlives a
		// proxy's transaction.
		pool.addDataSourceProperty("prepareThreshold", "0");
		pool.addDataSourceProperty("tcpKeepAlive", "true");
		// A detail quotes the values of rows.
		pool.addDataSourceProperty("logServerErrorDetail", "false");
		pool.addDataSourceProperty("ApplicationName", "bluegreen " + name);
		return pool;
	}

}
