package io.bluegreen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Blue with legacy payments, and the places for Green beside it.
 */
final class Legacy implements AutoCloseable {

	private final PostgresServer server;

	private final Path launcher;

	private final Path directory;

	private final Database blue;

	private final long rows;

	private final String suffix;

	private final JdbcClient superuser;

	private final List<Database> databases = new ArrayList<>();

	private final Set<List<Object>> created = new HashSet<>();

	private Legacy(PostgresServer server, Path launcher, long rows, String suffix) throws SQLException, IOException {
		this.server = server;
		this.launcher = launcher;
		this.rows = rows;
		this.suffix = suffix;
		this.blue = LegacyDatabase.create(server);
		this.databases.add(this.blue);
		this.superuser = JdbcClient.create(this.blue.as(server.superuser()));
		this.directory = Files.createTempDirectory("bluegreen-bench");
	}

	/**
	 * Creates Blue and fills it.
	 * @param suffix of the labels of all stages here
	 */
	static Legacy build(PostgresServer server, Path launcher, long rows, String suffix)
			throws SQLException, IOException {
		Legacy legacy = new Legacy(server, launcher, rows, suffix);
		try {
			legacy.fill();
			return legacy;
		}
		catch (SQLException | IOException | RuntimeException ex) {
			legacy.close();
			throw ex;
		}
	}

	private void fill() throws SQLException, IOException {
		Log.machine(this.superuser.sql(Sql.named("machine.sql")).query(String.class).single());
		long begin = System.nanoTime();
		try (Connection owner = this.blue.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, this.rows, 1, false);
		}
		this.superuser.sql(Sql.named("few-events.sql")).update();
		this.superuser.sql("VACUUM (ANALYZE) blue.payments, blue.payment_events").update();
		Log.done("%,d legacy payments".formatted(this.rows), (System.nanoTime() - begin) / 1e9);
	}

	/** Green in the same database. */
	Fixture inOneDatabase() throws IOException, InterruptedException {
		return fixture("", this.blue, Shape.PAYMENTS);
	}

	/** Green in another database of the same server. */
	Fixture inTwoDatabases() throws SQLException, IOException, InterruptedException {
		return fixture("-streaming", other(), Shape.PAYMENTS);
	}

	/** Another shape in the same database, once Blue is migrated. */
	Fixture sameShape(Shape shape) throws SQLException, IOException, InterruptedException {
		return filled("-" + shape.label(), this.blue, shape);
	}

	/** Another shape in two databases, once Blue is migrated. */
	Fixture sameShapeInTwo(Shape shape) throws SQLException, IOException, InterruptedException {
		return filled("-streaming-" + shape.label(), other(), shape);
	}

	private Fixture filled(String label, Database green, Shape shape)
			throws SQLException, IOException, InterruptedException {
		create(this.blue, shape, "blue");
		create(green, shape, "green");
		Fixture fixture = fixture(label, green, shape);
		fixture.vacuum();
		return fixture;
	}

	private void create(Database database, Shape shape, String schema) throws SQLException {
		if (this.created.add(List.of(database, shape, schema))) {
			try (Connection owner = database.connect(LegacyDatabase.OWNER)) {
				shape.create(owner, schema, this.rows);
			}
		}
	}

	private Database other() throws SQLException {
		if (this.databases.size() == 1) {
			this.databases.add(LegacyDatabase.createEmpty(this.server));
		}
		return this.databases.get(1);
	}

	private Fixture fixture(String label, Database green, Shape shape) throws IOException, InterruptedException {
		Program program = new Program(this.launcher, Files.createTempDirectory(this.directory, "run"), shape.config(),
				this.blue, green);
		return new Fixture(label + this.suffix, this.blue, green, program, shape, this.rows);
	}

	@Override
	public void close() throws SQLException, IOException {
		for (Database database : this.databases) {
			database.drop();
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
