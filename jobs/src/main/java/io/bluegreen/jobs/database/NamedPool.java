package io.bluegreen.jobs.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.bluegreen.lock.Unpooled;
import io.bluegreen.session.UnsupportedIsAlive;

/**
 * A pool that says which database it cannot reach, or is not let into. The first
 * connection is tried once, at its first use; later ones again and again, until the
 * timeout.
 */
class NamedPool extends HikariDataSource implements Unpooled {

	private final String key;

	private final String database;

	/**
	 * A pool to be configured.
	 * @param key of the database in the configuration
	 * @param database side and url, without secrets
	 */
	NamedPool(String key, String database) {
		this.key = key;
		this.database = database;
		setInitializationFailTimeout(1);
		setExceptionOverride(new UnsupportedIsAlive());
	}

	@Override
	public Connection getConnection() throws SQLException {
		try {
			return super.getConnection();
		}
		catch (SQLException ex) {
			throw explained(ex);
		}
	}

	private SQLException explained(SQLException ex) {
		Refusal.of(ex).ifPresent((refusal) -> {
			throw refusal.of(this.key, this.database);
		});
		return UnreachableException.is(ex) ? new UnreachableException(this.database, ex) : ex;
	}

	@Override
	public DataSource unpooled() {
		AbstractDriverBasedDataSource unpooled = new DriverManagerDataSource() {

			@Override
			protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
				try {
					return super.getConnectionFromDriver(properties);
				}
				catch (SQLException ex) {
					throw explained(ex);
				}
			}

		};
		unpooled.setUrl(getJdbcUrl());
		unpooled.setUsername(getUsername());
		unpooled.setPassword(getPassword());
		unpooled.setConnectionProperties(getDataSourceProperties());
		return unpooled;
	}

}
