package io.bluegreen.jobs.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InitTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Sql sql;

	private Program program;

	@BeforeEach
	void twoSchemas() throws Exception {
		this.sql = new Sql(this.fresh.database());
		this.program = program(this.fresh.database());
		owner("CREATE SCHEMA old", "CREATE SCHEMA new");
	}

	@Test
	void draftForTablesOfOneShapeRunsUnchanged() throws Exception {
		String columns = """
				id bigint PRIMARY KEY, amount numeric(19, 4) NOT NULL, currency char(3), status varchar(16), at timestamptz,
				doc jsonb, double numeric GENERATED ALWAYS AS (amount * 2) STORED
				""";
		owner("CREATE TABLE old.t (%s)".formatted(columns),
				"CREATE TABLE new.t (%s, row_version bigint NOT NULL, migrated_at timestamptz DEFAULT now(), note text)"
					.formatted(columns),
				"INSERT INTO old.t SELECT n, n, 'EUR', 'new', now(), '{}' FROM generate_series(1, 1000) n");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(draft.get("reviews")).isEmpty();
		assertThat(draft.get("view").asString()).contains("bluegreen track old.t");
		assertThat(draft.get("yaml").asString()).contains("ignore: [migrated_at, note]", "version: row_version",
				"# totals: {group-by: [currency, status], sum: [amount]}");
		assertThat(runs(draft, "old.t")).isEqualTo(1000);
		this.sql.run("DELETE FROM old.t WHERE id = 7", "UPDATE old.t SET amount = 0 WHERE id = 8");
		assertThat(this.program.run("reconcile").code()).isZero();
		assertThat(this.program.run("verify").code()).isZero();
	}

	@Test
	void draftForTrackedTableNeedsNoReview() throws Exception {
		owner("CREATE TABLE old.t (a int, b text COLLATE \"C\", c int, PRIMARY KEY (a, b)) PARTITION BY HASH (a)",
				"CREATE TABLE old.t0 PARTITION OF old.t FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
				"CREATE TABLE old.t1 PARTITION OF old.t FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
				"INSERT INTO old.t SELECT n, 'b' || n, n FROM generate_series(1, 100) n");
		assertThat(this.program.runAsOwner("track", "old.t").code()).isZero();
		owner("CREATE TABLE new.t (LIKE old.t INCLUDING ALL)");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(draft.get("reviews")).isEmpty();
		assertThat(runs(draft, "old.t")).isEqualTo(100);
	}

	@Test
	void draftWithoutVersionRunsAndSaysWhatThatGivesUp() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY, x text)", "CREATE TABLE new.t (LIKE old.t INCLUDING ALL)",
				"INSERT INTO old.t VALUES (1, 'x')");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(draft.get("yaml").asString()).contains("overwrite: blue-wins",
				"# ALTER TABLE new.t ADD COLUMN row_version bigint", "reconcile is refused");
		assertThat(draft.get("view").asString()).doesNotContain("bluegreen track");
		assertThat(runs(draft)).isEqualTo(1);
		owner("ALTER TABLE new.t ADD COLUMN row_version bigint NOT NULL DEFAULT 0");
		assertThat(draft("old.t", "new.t").get("yaml").asString()).contains("version: row_version")
			.doesNotContain("blue-wins");
	}

	@Test
	void castsThatLoseNothingAreWrittenWithoutReview() throws Exception {
		owner("CREATE TYPE old.mood AS ENUM ('sad', 'glad')", "CREATE TYPE new.mood AS ENUM ('none', 'sad', 'glad')",
				"CREATE DOMAIN old.cents AS numeric(10, 2) CHECK (VALUE >= 0)", "CREATE DOMAIN new.any AS text",
				"""
						CREATE TABLE old.t (id varchar(20) PRIMARY KEY, a smallint, b int, c bigint, d varchar(10), e varchar(10),
						  f old.mood, g old.cents, h varchar, i numeric(10, 2), j date, k timestamp(3), l int[], m uuid, n int, o old.mood)
						""",
				"""
						CREATE TABLE new.t (id text PRIMARY KEY, a int, b bigint, c numeric, d text, e varchar(20),
						  f new.mood, g numeric(10, 2), h new.any, i numeric(20, 4), j timestamp, k timestamp, l bigint[], m text,
						  n numeric(12, 2), o varchar(4), row_version bigint NOT NULL)
						""",
				"INSERT INTO old.t VALUES ('1', 1, 2, 3, 'd', 'e', 'sad', 7, 'h', 9, '2026-01-01', '2026-01-01 12:00', "
						+ "'{1}', '00000000-0000-0000-0000-00000000000a', 4, 'glad')");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(strings(draft.get("reviews"))).isEmpty();
		assertThat(draft.get("view").asString()).contains("b.f::text::new.mood AS f", "b.c::numeric AS c",
				"b.e::character varying(20) AS e");
		assertThat(runs(draft, "old.t")).isEqualTo(1);
		assertThat(this.sql.list("SELECT concat_ws(' ', f, i, j, k, l, n, o) FROM new.t"))
			.containsExactly("sad 9.0000 2026-01-01 00:00:00 2026-01-01 12:00:00 {1} 4.00 glad");
	}

	@Test
	void castsThatSomebodyMustDecideAreToBeReviewedAtTheirColumns() throws Exception {
		owner("CREATE TYPE old.mood AS ENUM ('sad', 'glad')", "CREATE TYPE new.mood AS ENUM ('sad')",
				"CREATE DOMAIN new.cents AS numeric CHECK (VALUE >= 0)",
				"""
						CREATE TABLE old.t (id int PRIMARY KEY, a timestamp, b timestamptz, c json, d int, e boolean, f old.mood,
						  g numeric(19, 4), h text, i char(4), j bigint, k text, l date, "userName" text, m numeric, n timestamptz,
						  o bytea, p timestamp, q real)
						""",
				"""
						CREATE TABLE new.t (id int PRIMARY KEY, a timestamptz, b timestamp, c jsonb, d boolean, e smallint, f new.mood,
						  g numeric(12, 2), h varchar(5), i text, j int, k date, l text, user_name text NOT NULL, m new.cents,
						  n date, o varchar(9), p timestamptz(0), q numeric)
						""",
				"""
						INSERT INTO old.t VALUES (1, '2026-01-01', '2026-01-01 00:00Z', '{}', 1, true, 'sad', 1.5, 'h', 'i', 1,
						  '2026-01-01', '2026-01-01', 'u', 1, '2026-01-01 00:00Z', '\\x00', '2026-01-01 01:02:03.6', 1)
						""");
		JsonNode draft = draft("old.t", "new.t");
		String view = draft.get("view").asString();
		assertThat(strings(draft.get("reviews"))).extracting((review) -> review.substring(0, review.indexOf(':')))
			.containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "user_name", "user_name", "m",
					"n", "o", "o", "p", "p", "q");
		assertThat(view).contains("""
				    -- REVIEW: which time zone do Blue's values mean? UTC is a guess
				    b.a AT TIME ZONE 'UTC' AS a,
				""", """
				    -- REVIEW: Green's enum lacks glad: such rows are rejected
				    b.f::text::new.mood AS f,
				""", """
				    -- REVIEW: Blue allows NULL, Green does not: such rows are rejected
				    -- REVIEW: matched with Blue's "userName", whose name is only alike
				    b."userName" AS user_name,
				""");
		assertThat(runs(draft)).isEqualTo(1);
		assertThat(this.sql
			.list("SELECT concat_ws(' ', a AT TIME ZONE 'UTC', d, e, l, o, p AT TIME ZONE 'UTC') FROM new.t"))
			.containsExactly("2026-01-01 00:00:00 t 1 2026-01-01 00 2026-01-01 01:02:04");
	}

	@Test
	void nothingIsMadeUpWhereNothingIsKnown() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY, a point, b interval, \"userName\" text, username text, c time)",
				"""
						CREATE TABLE new.t (id int PRIMARY KEY, a int, b text, user_name text, kind text NOT NULL,
						  twice int GENERATED ALWAYS AS (id * 2) STORED, c timetz)
						""");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(draft.get("view").asString()).contains("""
				    -- REVIEW: no cast from point to integer: cannot cast type point to integer
				    /* TODO */ AS a,
				""", "a cast from interval to text depends on the session",
				"several columns of Blue have such a name: \"userName\", username", "Blue has no such column",
				"in Green it is (id * 2)", "/* TODO */ AS c");
		assertThatThrownBy(() -> this.sql.run(draft.get("view").asString())).hasMessageContaining("syntax error");
	}

	@Test
	void namesAreQuotedWhereTheyNeedIt() throws Exception {
		owner("CREATE SCHEMA \"Shop ${x}\"", """
				CREATE TABLE "Shop ${x}"."Order, 'it''s' :a? %s" ("Order Id" int, "select" uuid, "${x} ""y"" %d" text,
				  PRIMARY KEY ("select", "Order Id"))
				""", """
				CREATE TABLE "Shop ${x}"."from" (order_id int, "select" uuid, "${x} ""y"" %d" text, "Mine
				too" int, row_version bigint NOT NULL, UNIQUE (order_id, "select"), PRIMARY KEY ("select", "order_id"))
				""".replace("\"order_id\"", "order_id"),
				"INSERT INTO \"Shop ${x}\".\"Order, 'it''s' :a? %s\" SELECT n, gen_random_uuid(), 'y' FROM generate_series(1, 50) n");
		owner("ALTER TABLE \"Shop ${x}\".\"Order, 'it''s' :a? %s\" RENAME COLUMN \"Order Id\" TO \"orderId\"");
		String source = "\"Shop ${x}\".\"Order, 'it's' :a? %s\"".replace("it's", "it''s");
		JsonNode draft = draft(source, "\"Shop ${x}\".\"from\"");
		assertThat(strings(draft.get("reviews"))).hasSize(1);
		assertThat(runs(draft, source)).isEqualTo(50);
	}

	@Test
	void widerKeyIsGivenBluesTypeWhereverGreenLies() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY)", "INSERT INTO old.t SELECT generate_series(1, 100)");
		Database other = LegacyDatabase.createEmpty(this.fresh.database().server());
		try {
			new Sql(other).run("SET ROLE " + LegacyDatabase.OWNER, "CREATE SCHEMA new",
					"CREATE TABLE new.t (id bigint PRIMARY KEY, row_version bigint NOT NULL)");
			this.program = program(other);
			JsonNode draft = draft("old.t", "new.t");
			String advice = "ALTER TABLE new.t ALTER COLUMN id TYPE integer";
			assertThat(strings(draft.get("reviews"))).singleElement()
				.asString()
				.startsWith("id: a key is passed through unchanged, and here integer would become bigint")
				.endsWith(": " + advice + ", then draft again");
			assertThat(draft.get("view").asString()).contains("/* TODO */ AS id");
			new Sql(other).run(advice);
			JsonNode again = draft("old.t", "new.t");
			assertThat(again.get("reviews")).isEmpty();
			assertThat(runs(again, "old.t")).isEqualTo(100);
		}
		finally {
			other.drop();
		}
	}

	@Test
	void columnsThatMayHaveBeenRenamedLeaveAGap() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY, cust_name text, created timestamptz)", """
				CREATE TABLE new.t (id int PRIMARY KEY, customer_name text, created_at timestamptz DEFAULT now(),
				  row_version bigint NOT NULL)
				""");
		JsonNode draft = draft("old.t", "new.t");
		assertThat(strings(draft.get("reviews"))).hasSize(2)
			.allSatisfy((review) -> assertThat(review).contains("only Blue has cust_name, created: one of them"));
		assertThat(draft.get("view").asString()).contains("    /* TODO */ AS customer_name,\n",
				"    /* TODO */ AS created_at,\n", "REVIEW: only Green has it");
		assertThat(draft.get("yaml").asString()).doesNotContain("ignore:");
	}

	@Test
	void typesAndSchemasThatTheOtherSideLacksAreReviews() throws Exception {
		Database other = LegacyDatabase.createEmpty(this.fresh.database().server());
		try {
			owner("CREATE TABLE old.t (id int PRIMARY KEY, m text)");
			new Sql(other).run("SET ROLE " + LegacyDatabase.OWNER, "CREATE SCHEMA store",
					"CREATE TYPE store.mood AS ENUM ('sad')",
					"CREATE TABLE store.t (id int PRIMARY KEY, m store.mood)");
			this.program = program(other);
			JsonNode draft = draft("old.t", "store.t");
			assertThat(strings(draft.get("reviews"))).singleElement()
				.asString()
				.contains("m: no cast from text to store.mood: schema \"store\" does not exist");
			assertThat(draft.get("view").asString()).contains("/* TODO */ AS m");
		}
		finally {
			other.drop();
		}
	}

	@Test
	void tablesAreAddedToAConfigurationThatIsThere() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY)", "CREATE TABLE new.t (id int PRIMARY KEY)",
				"CREATE TABLE old.u (id int PRIMARY KEY)", "CREATE TABLE new.u (id int PRIMARY KEY)");
		Path yaml = this.directory.resolve("several.yml");
		for (String table : List.of("t", "u")) {
			Program.Outcome outcome = this.program.runAsOwner("init", "old." + table, "new." + table,
					"--yaml-out=" + yaml);
			assertThat(outcome.code()).as(outcome.err()).isZero();
		}
		assertThat(yaml).content().contains("    t:\n      from: old.t_as_green", "    u:\n      from: old.u_as_green");
		String written = Files.readString(yaml);
		Program.Outcome again = this.program.runAsOwner("init", "old.u", "new.u", "--yaml-out=" + yaml);
		assertThat(again.code()).isEqualTo(2);
		assertThat(again.err()).contains("several.yml: u is there already");
		assertThat(yaml).hasContent(written);
	}

	@Test
	void keysAreMatchedByPlaceAndIndexesOtherThanThePrimaryKeyAreNamed() throws Exception {
		owner("CREATE TABLE old.t (nr int PRIMARY KEY, code text NOT NULL UNIQUE, x int)",
				"CREATE TABLE new.t (id int PRIMARY KEY, x int, row_version bigint NOT NULL)",
				"CREATE TABLE new.u (code text PRIMARY KEY, x int, row_version bigint NOT NULL)",
				"INSERT INTO old.t VALUES (1, 'a', 2)");
		JsonNode byPlace = draft("old.t", "new.t");
		assertThat(strings(byPlace.get("reviews"))).singleElement().asString().contains("by its place in the key");
		assertThat(byPlace.get("yaml").asString()).contains("source: {table: old.t, key: [nr]}", "key: [id]");
		assertThat(byPlace.get("view").asString()).contains("b.nr AS id", "Only Blue has, and they stay behind: code");
		JsonNode byCode = draft("old.t", "new.u");
		assertThat(byCode.get("yaml").asString()).contains("source: {table: old.t, key: [code]}");
		assertThat(runs(byCode, "old.t")).isEqualTo(1);
	}

	@Test
	void whatCannotBeDraftedIsRefusedInASentence() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY, x text NOT NULL)", "CREATE TABLE new.heap (id int)",
				"CREATE TABLE new.other (y text PRIMARY KEY)", "CREATE TABLE new.byx (x text PRIMARY KEY)",
				"CREATE TABLE new.pair (a int, b int, PRIMARY KEY (a, b))", "CREATE VIEW old.v AS SELECT 1 AS id");
		refused("old.nonesuch is no table of Blue", "old.nonesuch", "new.byx");
		refused("old.v is no table of Blue", "old.v", "new.byx");
		refused("new.nonesuch is no table of Green", "old.t", "new.nonesuch");
		refused("new.heap has no primary key", "old.t", "new.heap");
		refused("old.t has no column for (a, b), the key of new.pair", "old.t", "new.pair");
		refused("unique index on exactly its NOT NULL columns (x), which the key of new.byx needs", "old.t", "new.byx");
		assertThat(this.program.run("init", "old.t").code()).isEqualTo(2);
	}

	@Test
	void tablesOfTwoDatabasesAreEachReadWhereTheyAre() throws Exception {
		Database other = LegacyDatabase.createEmpty(this.fresh.database().server());
		try {
			owner("CREATE TABLE old.t (id int PRIMARY KEY, x int, m text)",
					"CREATE TABLE new.t (wrong int PRIMARY KEY)",
					"INSERT INTO old.t SELECT n, n FROM generate_series(1, 100) n");
			new Sql(other).run("SET ROLE " + LegacyDatabase.OWNER, "CREATE SCHEMA new",
					"CREATE TYPE new.mood AS ENUM ('sad')",
					"CREATE TABLE new.t (id int PRIMARY KEY, x bigint, m text, row_version bigint NOT NULL)",
					"CREATE TABLE new.moods (id int PRIMARY KEY, m new.mood)");
			this.program = program(other);
			assertThat(strings(draft("old.t", "new.moods").get("reviews"))).singleElement()
				.asString()
				.contains("m: no cast from text to new.mood: type \"new.mood\" does not exist");
			JsonNode draft = draft("old.t", "new.t");
			assertThat(draft.get("view").asString()).contains("b.x::bigint AS x");
			assertThat(runs(draft, "old.t")).isEqualTo(100);
		}
		finally {
			other.drop();
		}
	}

	@Test
	void filesAreWrittenAndNeverOverwritten() throws Exception {
		owner("CREATE TABLE old.t (id int PRIMARY KEY)", "CREATE TABLE new.t (id int PRIMARY KEY)");
		Path view = this.directory.resolve("drafts/view.sql");
		Path yaml = this.directory.resolve("drafts/own.yml");
		String[] command = { "init", "old.t", "new.t", "--sql-out=" + view, "--yaml-out=" + yaml };
		assertThat(this.program.runAsOwner(command).code()).isZero();
		assertThat(view).content().contains("CREATE VIEW old.t_as_green AS");
		assertThat(yaml).content().contains("from: old.t_as_green");
		Program.Outcome again = this.program.runAsOwner(command);
		assertThat(again.code()).isEqualTo(2);
		assertThat(again.err()).contains("is there already");
		assertThat(this.program.runAsOwner("init", "old.t", "new.t").out()).contains(Files.readString(view),
				Files.readString(yaml));
	}

	private Program program(Database green) {
		return new Program(this.fresh.database(), green, this.directory)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables("    {}");
	}

	private void owner(String... statements) throws Exception {
		List<String> all = new ArrayList<>(List.of("SET ROLE " + LegacyDatabase.OWNER));
		all.addAll(List.of(statements));
		this.sql.run(all.toArray(String[]::new));
	}

	private JsonNode draft(String source, String target) throws Exception {
		Program.Outcome outcome = this.program.runAsOwner("init", source, target, "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		return outcome.json();
	}

	private void refused(String why, String source, String target) throws Exception {
		Program.Outcome outcome = this.program.runAsOwner("init", source, target);
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
		assertThat(outcome.err()).contains(why).doesNotContain("Exception");
	}

	/**
	 * Runs a draft as it is, and returns the number of matching rows.
	 * @param tracked what is tracked first
	 */
	private int runs(JsonNode draft, String... tracked) throws Exception {
		String yaml = draft.get("yaml").asString();
		this.program.tables(yaml.substring(yaml.indexOf("  tables:\n") + "  tables:\n".length()));
		if (tracked.length > 0) {
			done(this.program.runAsOwner("track", tracked[0]));
		}
		owner(draft.get("view").asString());
		done(this.program.runAsOwner("migrate"));
		done(this.program.run("backfill"));
		Program.Outcome verify = this.program.run("verify", "--output=json");
		done(verify);
		JsonNode table = verify.json().get("tables").get(0);
		assertThat(table.get("answer").asString()).as(verify.out()).isEqualTo("MATCH");
		return table.get("matching").asInt();
	}

	private static void done(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	private static List<String> strings(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
	}

}
