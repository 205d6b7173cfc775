package io.bluegreen.testing.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server to try things on. Roles log in with {@link #password}; the servers
 * that are started here trust anyone on loopback.
 */
public final class PostgresServer implements AutoCloseable {

	/**
	 * Names the environment variable with the JDBC url of a server that runs already,
	 * credentials of a superuser included.
	 */
	public static final String URL_VARIABLE = "BLUEGREEN_TEST_URL";

	/** What does not lie in the database itself: its owner, and who may do what. */
	private static final String RIGHTS_OF_ANOTHER = """
			DO $$
			DECLARE
			    template pg_database;
			BEGIN
			    SELECT * INTO template FROM pg_database WHERE datname = %2$L;
			    EXECUTE format('ALTER DATABASE %1$I OWNER TO %%s', template.datdba::regrole);
			    REVOKE ALL ON DATABASE %1$I FROM PUBLIC;
			    EXECUTE coalesce((SELECT string_agg(format('GRANT %%s ON DATABASE %1$I TO %%s', a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END), ';')
			                      FROM aclexplode(template.datacl) a), 'SELECT');
			END
			$$
			""";

	private final Address address;

	private final Closeable process;

	PostgresServer(Address address, Closeable process) {
		this.address = address;
		this.process = process;
	}

	/**
	 * Starts a server: the one that {@value #URL_VARIABLE} names (which is neither
	 * started nor stopped), else a container where Docker has the image already, else the
	 * embedded binaries.
	 * @return a server that accepts connections; it goes when closed, or with the JVM
	 * @throws java.io.UncheckedIOException if none can be started
	 */
	public static PostgresServer start() {
		String url = System.getenv(URL_VARIABLE);
		if (url != null) {
			return new PostgresServer(Address.parse(url), () -> {
			});
		}
		return DockerServer.start().orElseGet(EmbeddedServer::start);
	}

	/**
	 * Starts a server from the embedded binaries, whatever else there is: its files and
	 * processes are on this machine, for whoever wants to stop, kill or copy it.
	 * @return a server that accepts connections; it goes when closed, or with the JVM
	 * @throws java.io.UncheckedIOException if it cannot be started
	 */
	public static PostgresServer embedded() {
		return EmbeddedServer.start();
	}

	/**
	 * The same, but a commit waits for the disk, as a live server's does.
	 */
	public static PostgresServer durable() {
		return EmbeddedServer.startDurable();
	}

	/**
	 * A server that somebody else has started on this machine, from a copy of an embedded
	 * one's files.
	 * @param end ends it
	 * @return a server that is ended when closed
	 */
	public static PostgresServer copied(int port, Closeable end) {
		return new PostgresServer(Address.trusting("127.0.0.1", port, "postgres"), end);
	}

	/**
	 * The server that all tests of this JVM share.
	 * @return the same server each time, started at the first call
	 */
	public static PostgresServer shared() {
		return Shared.SERVER;
	}

	/**
	 * An embedded server of an older version, {@value EmbeddedServer#OLDER}, that all
	 * tests of this JVM share.
	 * @return the same server each time, started at the first call; empty where there are
	 * no binaries for this machine
	 */
	public static Optional<PostgresServer> older() {
		return Older.SERVER;
	}

	/**
	 * The JDBC url of a database of this server.
	 * @param database the database's name
	 * @return a url without credentials
	 */
	public String url(String database) {
		return this.address.url(database);
	}

	/**
	 * The role that may do everything.
	 * @return its name
	 */
	public String superuser() {
		return this.address.superuser();
	}

	/**
	 * What a role logs in with: roles of the testbed have their name as password, so that
	 * a server which insists on one works too.
	 * @param role the role's name
	 * @return its password, null if it needs none
	 */
	public @Nullable String password(String role) {
		return role.equals(superuser()) ? this.address.password() : role;
	}

	/**
	 * Creates an empty database (UTF-8, code point order) under a name that nobody has.
	 * As in a hardened one, neither it nor its schema public is for PUBLIC.
	 * @return the database
	 * @throws SQLException if the server refuses
	 */
	public Database createDatabase() throws SQLException {
		String name = freeName();
		try (Connection connection = maintenance()) {
			String locale = (connection.getMetaData().getDatabaseMajorVersion() < 17) ? "LOCALE 'C'"
					: "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'";
			Ddl.execute(connection, "CREATE DATABASE %I TEMPLATE template0 ENCODING 'UTF8' " + locale, name);
		}
		Database database = new Database(this, name);
		try (Connection superuser = database.connect()) {
			Ddl.execute(superuser, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name);
			Ddl.execute(superuser, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
		}
		return database;
	}

	Database copy(String template) throws SQLException {
		String name = freeName();
		try (Connection connection = maintenance()) {
			Ddl.execute(connection, "CREATE DATABASE %I TEMPLATE %I", name, template);
			Ddl.execute(connection, RIGHTS_OF_ANOTHER, name, template);
		}
		return new Database(this, name);
	}

	private static String freeName() {
		return "testbed_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
	}

	/**
	 * A session of the superuser in a database that always exists: for what concerns the
	 * whole cluster, as roles do.
	 * @return an open connection
	 * @throws SQLException if the server refuses
	 */
	public Connection maintenance() throws SQLException {
		return dataSource(this.address.database(), superuser()).getConnection();
	}

	DataSource dataSource(String database, String role) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setURL(url(database));
		dataSource.setUser(role);
		dataSource.setPassword(password(role));
		return dataSource;
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

	private static final class Shared {

		private static final PostgresServer SERVER = start();

	}

	private static final class Older {

		private static final Optional<PostgresServer> SERVER = EmbeddedServer.startOlder();

	}

}
