package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.legacy.LegacyPayments;
import io.bluegreen.testbed.postgres.Database;
import io.bluegreen.testbed.postgres.PostgresServer;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

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
		this.superuser.sql("VACUUM (ANALYZE) blue.payments").update();
		Log.done("%,d legacy payments".formatted(this.rows), (System.nanoTime() - begin) / 1e9);
	}

	/** Green in the same database. */
	Stage inOneDatabase() throws IOException, InterruptedException {
		return stage("", this.blue, Subject.PAYMENTS);
	}

	/** Green in another database of the same server. */
	Stage inTwoDatabases() throws SQLException, IOException, InterruptedException {
		Database green = LegacyDatabase.createEmpty(this.server);
		this.databases.add(green);
		return stage("-streaming", green, Subject.PAYMENTS);
	}

	/** A copy in the same database, once Blue is migrated. */
	Stage sameShape() throws IOException, InterruptedException {
		this.superuser.sql(Sql.named("same-shape.sql")).update();
		return stage("-same-shape", this.blue, Subject.SAME_SHAPE);
	}

	private Stage stage(String label, Database green, Subject subject) throws IOException, InterruptedException {
		Program program = new Program(this.launcher, Files.createTempDirectory(this.directory, "run"), subject.config(),
				this.blue, green);
		return new Stage(label + this.suffix, this.blue, green, program, subject, this.rows);
	}

	@Override
	public void close() throws SQLException, IOException {
		for (Database database : this.databases) {
			database.drop();
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
