package io.bluegreen.testing.postgres;

import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a server listens and who rules it.
 *
 * @param prefix the JDBC url up to the database's name
 * @param database a database that always exists
 * @param parameters the url's parameters with their question mark, without credentials;
 * may be empty
 * @param superuser a role that may create roles and databases
 * @param password that role's password, null where the server asks for none
 */
record Address(String prefix, String database, String parameters, String superuser, @Nullable String password) {

	static Address trusting(String host, int port, String superuser) {
		return new Address("jdbc:postgresql://" + host + ":" + port + "/", "postgres", "", superuser, null);
	}

	/**
	 * Takes a JDBC url apart.
	 * @param url a JDBC url with the credentials of a superuser in it
	 * @return its parts
	 * @throws IllegalArgumentException if it is no PostgreSQL url or names no user
	 */
	static Address parse(String url) {
		Properties parts = Driver.parseURL(url, new Properties());
		String user = (parts != null) ? parts.getProperty(PGProperty.USER.getName()) : null;
		String database = (parts != null) ? parts.getProperty(PGProperty.PG_DBNAME.getName()) : null;
		if (parts == null || user == null) {
			throw new IllegalArgumentException(PostgresServer.URL_VARIABLE
					+ " must be jdbc:postgresql://HOST:PORT/DATABASE?user=SUPERUSER&password=PASSWORD");
		}
		int question = url.indexOf('?');
		String location = url.substring(0, question);
		String parameters = Arrays.stream(url.substring(question + 1).split("&"))
			.filter((parameter) -> !parameter.startsWith("user=") && !parameter.startsWith("password="))
			.collect(Collectors.joining("&"));
		return new Address(location.substring(0, location.lastIndexOf('/') + 1),
				(database != null) ? database : "postgres", parameters.isEmpty() ? "" : "?" + parameters, user,
				parts.getProperty(PGProperty.PASSWORD.getName()));
	}

	String url(String databaseName) {
		return this.prefix + databaseName + this.parameters;
	}

}
