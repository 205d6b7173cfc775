package io.bluegreen.jobs.generated;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.mapping.RowHash;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are near are told apart: one hash of two values would be a MATCH.
 */
@Tag("slow")
class NearValuesTests {

	private static final List<Type> TYPES = Stream.concat(CommonTypes.all().stream(), UserTypes.all().stream())
		.filter((type) -> !type.isOwn())
		.flatMap((type) -> type.blue().endsWith("\"char\"") ? Stream.of(type) : Stream.of(type, type.array()))
		.collect(Collectors.toMap(Type::blue, (type) -> type, (one, same) -> one, LinkedHashMap::new))
		.values()
		.stream()
		.toList();

	@TempDir
	Path directory;

	/** A row that differs in one column. */
	private record Row(int type, String value, @Nullable String near) {
	}

	@EitherTopology
	void valuesThatAreNearAreToldApart(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 0)) {
			for (Database database : Stream.of(stores.blue(), stores.green()).distinct().toList()) {
				Batch.createTypes(database);
			}
			List<Row> rows = rows(stores);
			create(stores, rows);
			if (where == Where.ONE_DATABASE) {
				assertThat(alike(stores)).as("rows whose values hash alike").isEmpty();
			}
			Program program = new Program(stores.blue(), stores.green(), this.directory)
				.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
				.tables("""
						    near: {from: old.near, to: new.near, overwrite: blue-wins}
						""");
			Program.Outcome migrated = program.runAsOwner("migrate");
			assertThat(migrated.code()).as(migrated.err()).isZero();
			for (String how : List.of("--checksum", "--exact")) {
				Program.Outcome verified = program.run("verify", how, "--settle=0s", "--output=json");
				assertThat(verified.code()).as(verified.err()).isEqualTo(3);
				assertThat(unnamed(rows, program.run("differences", "--output=json").json())).as(how).isEmpty();
			}
		}
	}

	private static List<Row> rows(Stores stores) throws Exception {
		List<Row> rows = new ArrayList<>();
		try (Session session = new Session(stores.blue(), LegacyDatabase.OWNER)) {
			for (int i = 0; i < TYPES.size(); i++) {
				for (NearValues.Pair pair : new NearValues(TYPES.get(i)).pairs(session)) {
					rows.add(new Row(i, pair.value(), pair.near()));
				}
			}
		}
		Set<Integer> covered = new TreeSet<>(rows.stream().map(Row::type).toList());
		assertThat(covered).as("each type has a pair").hasSize(TYPES.size());
		return rows;
	}

	private static void create(Stores stores, List<Row> rows) throws Exception {
		String columns = IntStream.range(0, TYPES.size())
			.mapToObj((i) -> "c" + i + " " + TYPES.get(i).blue())
			.collect(Collectors.joining(", "));
		try (Session blue = new Session(stores.blue(), LegacyDatabase.OWNER);
				Session green = new Session(stores.green(), LegacyDatabase.OWNER)) {
			blue.run("CREATE TABLE old.near (id int PRIMARY KEY, " + columns + ")");
			green.run("CREATE TABLE new.near (id int PRIMARY KEY, " + columns + ")");
			for (int id = 0; id < rows.size(); id++) {
				Row row = rows.get(id);
				blue.run(insert("old", id, row.type(), row.value()));
				green.run(insert("new", id, row.type(), row.near()));
			}
		}
	}

	private static String insert(String schema, int id, int type, @Nullable String value) {
		return "INSERT INTO %s.near (id, c%d) VALUES (%d, %s::%s)".formatted(schema, type, id,
				(value == null) ? "NULL" : Names.literal(value), TYPES.get(type).blue());
	}

	/** Under two seeds, since none makes up for a hash that leaves bytes out. */
	private static List<String> alike(Stores stores) throws Exception {
		List<String> alike = new ArrayList<>();
		JdbcClient client = JdbcClient.create(stores.blue().as(LegacyDatabase.OWNER));
		Relation blue = new Catalog(client).relation("old.near").orElseThrow();
		for (int i = 0; i < TYPES.size(); i++) {
			Column column = blue.column("c" + i).orElseThrow();
			String same = Stream.of("1", "4711")
				.map((seed) -> RowHash.mixed(List.of(column), "b", seed, "7") + " = "
						+ RowHash.mixed(List.of(column), "g", seed, "7"))
				.collect(Collectors.joining(" OR "));
			alike.addAll(client.sql(
					"SELECT format('%%s: %%s', b.id, b.c%1$d) FROM old.near b JOIN new.near g USING (id) WHERE num_nulls(b.c%1$d, g.c%1$d) < 2 AND (%2$s)"
						.formatted(i, same))
				.query(String.class)
				.list());
		}
		return alike;
	}

	/** The rows that are not named with exactly their column. */
	private static List<String> unnamed(List<Row> rows, JsonNode differences) {
		List<String> unnamed = new ArrayList<>(
				rows.stream().map((row) -> TYPES.get(row.type()).blue() + ": " + row).toList());
		differences.forEach((difference) -> {
			int id = difference.get("key").get("id").asInt();
			if (difference.get("columns").toString().equals("[\"c" + rows.get(id).type() + "\"]")) {
				unnamed.set(id, "");
			}
		});
		unnamed.removeIf(String::isEmpty);
		return unnamed;
	}

}
