package io.bluegreen.jobs.generated;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;

/**
 * Many generated tables, one after the other by their seeds, in one configuration: a
 * command costs about a second before it looks at the first of them.
 */
final class Batch {

	/** A batch begins where this divides the seed. */
	static final int SIZE = 75;

	private final Where where;

	private final Stores stores;

	private final Program program;

	private final List<RandomTable> tables;

	/**
	 * A batch that is not there yet.
	 * @param first seed
	 * @param last seed, inclusive
	 */
	Batch(Where where, Stores stores, Path directory, long first, long last) {
		this.where = where;
		this.stores = stores;
		this.tables = LongStream.rangeClosed(first, last).mapToObj(TableDraw::table).toList();
		// The same rows in a range, whichever of the batch's seeds is replayed.
		Draw draw = new Draw(Math.floorDiv(first, SIZE));
		this.program = new Program(stores.blue(), stores.green(), directory)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.setting("workers: 1")
			.setting("chunk-rows: " + draw.pick(List.of(5, 10, 20, 50, 100, 200)))
			.tables(this.tables.stream().map(RandomTable::yaml).collect(Collectors.joining()));
	}

	/** Tables, rows, tracking, views; Green is empty. */
	void create() throws Exception {
		for (Database database : Stream.of(this.stores.blue(), this.stores.green()).distinct().toList()) {
			createTypes(database);
		}
		try (Session owner = new Session(this.stores.blue(), LegacyDatabase.OWNER)) {
			for (RandomTable table : this.tables) {
				owner.run(String.join(";\n", table.createBlue()));
				new BlueRows(owner, table, 1).load();
			}
			List<String> track = new ArrayList<>(List.of("track"));
			this.tables.forEach((table) -> track.add(table.blueTable()));
			succeeds(this.program.runAsOwner(track.toArray(String[]::new)));
			for (RandomTable table : this.tables) {
				owner.run(table.createView(this.where));
			}
		}
		try (Session owner = new Session(this.stores.green(), LegacyDatabase.OWNER)) {
			for (RandomTable table : this.tables) {
				owner.run(String.join(";\n", table.createGreen()));
			}
		}
		succeeds(this.program.runAsOwner("migrate"));
	}

	/** The users' types, in the schemas old, new and shared. */
	static void createTypes(Database database) throws SQLException {
		try (Session superuser = new Session(database)) {
			superuser
				.run("SET ROLE legacy_owner; CREATE SCHEMA shared; CREATE SCHEMA old; CREATE SCHEMA new; RESET ROLE");
			for (String name : List.of("citext", "hstore")) {
				superuser.run(UserTypes.extension(name,
						!superuser.row("SELECT 1 FROM pg_available_extensions WHERE name = " + Names.literal(name))
							.isEmpty()));
			}
			superuser.run("SET ROLE legacy_owner");
			for (String schema : List.of("shared", "old", "new")) {
				superuser.run(UserTypes.create(schema));
			}
			superuser.run("GRANT USAGE ON SCHEMA shared TO " + LegacyDatabase.JOBS);
		}
	}

	/** What the application writes while the migration goes on. */
	void changeBlue() throws SQLException {
		try (Session application = new Session(this.stores.blue(), LegacyDatabase.OWNER)) {
			for (RandomTable table : this.tables) {
				new BlueRows(application, table, 2).change();
			}
		}
	}

	/** Changes one thing in each table of Green. */
	List<Change> changeGreen() throws SQLException {
		List<Change> changes = new ArrayList<>();
		try (Session superuser = new Session(this.stores.green())) {
			for (RandomTable table : this.tables) {
				Change change = Change.make(superuser, table);
				if (change != null) {
					changes.add(change);
				}
			}
		}
		return changes;
	}

	/** Runs a command that must succeed. */
	Program.Outcome succeeds(String... command) throws Exception {
		return succeeds(this.program.run(command));
	}

	Program.Outcome run(String... command) throws Exception {
		return this.program.run(command);
	}

	private Program.Outcome succeeds(Program.Outcome outcome) throws SQLException {
		if (outcome.code() != 0) {
			String said = outcome.err() + rejects();
			throw new AssertionError("exit code " + outcome.code() + "\n" + outcome.out() + said + "\n" + named(said));
		}
		return outcome;
	}

	private String rejects() throws SQLException {
		try (Session superuser = new Session(this.stores.green())) {
			return superuser.row("SELECT to_regclass('bluegreen.changed_key')").get(0) == null ? ""
					: Objects.toString(superuser
						.row("""
								SELECT string_agg(table_name || ': ' || error, chr(10))
								FROM (SELECT DISTINCT table_name, error FROM bluegreen.changed_key WHERE error IS NOT NULL) rejected
								""")
						.get(0), "");
		}
	}

	/** The tables that a message speaks of. */
	private String named(String message) {
		return described(this.tables.stream()
			.filter((table) -> message.contains(table.name() + ":") || message.contains(table.blueTable())
					|| message.contains(table.greenTable()))
			.collect(Collectors.toMap(RandomTable::name, (table) -> "")));
	}

	/**
	 * What went wrong with tables, each with its seed and statements.
	 * @param wrong by the table's name
	 */
	String described(Map<String, ?> wrong) {
		return this.tables.stream()
			.filter((table) -> wrong.containsKey(table.name()))
			.map((table) -> "seed %d: %s%n%s".formatted(table.seed(), wrong.get(table.name()), table))
			.collect(Collectors.joining("\n"));
	}

}
