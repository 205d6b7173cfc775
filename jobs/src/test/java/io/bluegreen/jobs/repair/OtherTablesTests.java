package io.bluegreen.jobs.repair;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Family;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

class OtherTablesTests {

	@TempDir
	Path directory;

	@EitherTopology
	void tableWithoutAVersionIsMendedByContent(Where where) throws Exception {
		try (Family family = Family.withoutVersion(where, this.directory)) {
			family.green("UPDATE new.p SET v = 'wrong' WHERE id IN (5, 6)", "DELETE FROM new.p WHERE id = 7",
					"INSERT INTO new.p VALUES (1000, 'extra', 1)");
			assertThat(family.verify("--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			JsonNode planned = family.run("repair", "--delete-extra", "--dry-run").json().get("tables").get(0);
			assertThat(planned.get("plan")).hasSize(4);
			assertThat(planned.get("sql")).as("between two databases no one statement does it")
				.hasSize((where == Where.ONE_DATABASE) ? 3 : 0);
			family.green("UPDATE new.p SET v = 'by hand' WHERE id = 6");
			JsonNode table = family.repair("--delete-extra").get("tables").get(0);
			assertThat(table.get("replaced").asInt()).as(table.toString()).isEqualTo(1);
			assertThat(table.get("inserted").asInt()).isEqualTo(1);
			assertThat(table.get("deleted").asInt()).isEqualTo(1);
			assertThat(table.get("left").toString()).contains("\"id\":\"6\"", "changed since verify");
			assertThat(family.repair().get("tables").get(0).get("verdict").asString()).isEqualTo("MATCH");
			assertThat(family.verify().get("answer").asString()).isEqualTo("MATCH");
		}
	}

	@EitherTopology
	void valueThatIsEqualAndWrittenInAnotherWayIsMended(Where where) throws Exception {
		try (Family family = Family.create(where, this.directory)) {
			family.green(
					"CREATE COLLATION new.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
					"ALTER TABLE new.p ALTER v TYPE text COLLATE new.loose",
					"UPDATE new.p SET v = 'V5' WHERE v = 'v5'");
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			JsonNode table = family.repair("p").get("tables").get(0);
			assertThat(table.get("replaced").asInt()).as(table.toString()).isEqualTo(1);
			assertThat(table.get("verdict").asString()).isEqualTo("MATCH");
			assertThat(family.inGreen("SELECT v FROM new.p WHERE id = 5")).containsExactly("v5");
		}
	}

	@Test
	void rowOnWhichRowsOfATableHangThatIsNotConfiguredIsNotDeleted() throws Exception {
		try (Family family = Family.withoutChildren(Where.ONE_DATABASE, this.directory)) {
			family.green("INSERT INTO new.p VALUES (1000, 'extra', 1, 7), (1001, 'extra', 1, 7)",
					"INSERT INTO new.c VALUES (2000, 1000, 1, 7)", "GRANT SELECT ON new.c TO bluegreen_jobs");
			family.reference("ON DELETE CASCADE");
			assertThat(family.verify("--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			JsonNode table = family.repair("--delete-extra").get("tables").get(0);
			assertThat(table.get("deleted").asInt()).isEqualTo(1);
			assertThat(table.get("left").toString()).contains("\"id\":\"1000\"",
					"new.c hang on it, which is not configured");
			assertThat(family.inGreen("SELECT id FROM new.c")).containsExactly("2000");
			family.green("REVOKE SELECT ON new.c FROM bluegreen_jobs");
			assertThat(family.repair("--delete-extra").toString()).contains("this role may not read them");
		}
	}

}
