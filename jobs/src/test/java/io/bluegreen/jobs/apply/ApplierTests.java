package io.bluegreen.jobs.apply;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.apply.Applier;
import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.apply.ApplyOutcome.Applied;
import io.bluegreen.apply.ApplyOutcome.Failed;
import io.bluegreen.apply.ApplyOutcome.Refused;
import io.bluegreen.apply.ApplyOutcome.Rejected;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.jobs.Stores.Where;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.topology.Databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a dual write gets of an apply, wherever Green lies.
 */
class ApplierTests {

	private static final MappingSettings PAYMENTS = new MappingSettings("payments", "blue.payments_as_green",
			"blue.payments", List.of(), "green.payments", List.of(), "row_version", List.of("migrated_at"));

	@TempDir
	Path directory;

	private static Side side(Database database) {
		DataSource jobs = database.as(LegacyDatabase.JOBS);
		return new Side(jobs, new PinnedTransactionManager(jobs, Duration.ofSeconds(10), Duration.ofMillis(200)),
				JdbcClient.create(jobs));
	}

	private static Applier applier(Stores stores) {
		return new Applier(new Databases(side(stores.blue()), side(stores.green())), List.of(PAYMENTS));
	}

	private Program backfilled(Stores stores) throws Exception {
		stores.inBlue().fill(100);
		Program program = new Program(stores.blue(), stores.green(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		return program;
	}

	private static ApplyOutcome apply(Applier applier, String... keys) {
		return applier.apply("payments", List.of(keys).stream().map(List::of).toList());
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void bringsWhatBlueSaysNow(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			backfilled(stores);
			stores.inBlue().asApplication("UPDATE blue.payments SET description = 'new' WHERE payment_id IN (11, 12)");
			Applier applier = applier(stores);
			assertThat(apply(applier, "11", "12", "7")).isInstanceOfSatisfying(Applied.class,
					(applied) -> assertThat(applied.count().applied()).isEqualTo(2));
			assertThat(apply(applier, "11")).isInstanceOfSatisfying(Applied.class,
					(applied) -> assertThat(applied.count().applied()).isZero());
			assertThat(stores.unequal()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void rowThatGreenRefusesIsRejectedWithoutItsValue(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			backfilled(stores);
			stores.inBlue().asApplication("UPDATE blue.payments SET status = 'UNHEARD' WHERE payment_id = 11");
			assertThat(apply(applier(stores), "11")).isInstanceOfSatisfying(Rejected.class, (rejected) -> {
				assertThat(rejected.error().sqlState()).isEqualTo("23514");
				assertThat(rejected.toString()).doesNotContain("UNHEARD");
			});
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void greensAuthorityRefuses(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			backfilled(stores);
			stores.inGreen().run("UPDATE bluegreen.authority SET side = 'green'");
			assertThat(apply(applier(stores), "11")).isInstanceOfSatisfying(Refused.class,
					(refused) -> assertThat(refused.reason()).contains("Green has authority"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void replacedMappingIsReadAgainOnceABackfillIsPlannedUnderIt(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			Program program = backfilled(stores);
			Applier applier = applier(stores);
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
			stores.inBlue()
				.run("""
						DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW blue.payments_as_green AS '
						  || replace(pg_get_viewdef('blue.payments_as_green'::regclass), 'p.description', 'upper(p.description) AS description');
						END $$
						""");
			Applier later = applier(stores);
			assertThat(apply(later, "11")).isInstanceOf(Refused.class);
			assertThat(program.run("backfill", "payments", "--new").code()).isZero();
			stores.inBlue().asApplication("UPDATE blue.payments SET description = 'new' WHERE payment_id = 11");
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
			assertThat(apply(later, "11")).isInstanceOf(Applied.class);
			assertThat(stores.inGreen().list("SELECT description FROM green.payments WHERE payment_id = 11"))
				.containsExactly("NEW");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void rowThatSomebodyHoldsFailsForNow(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			backfilled(stores);
			stores.inBlue().asApplication("UPDATE blue.payments SET description = 'new' WHERE payment_id = 11");
			Applier applier = applier(stores);
			try (Locks lock = new Locks(stores.green(),
					"SELECT FROM green.payments WHERE payment_id = 11 FOR UPDATE")) {
				assertThat(apply(applier, "11")).isInstanceOfSatisfying(Failed.class,
						(failed) -> assertThat(failed.error().isTransient()).isTrue());
				lock.rollback();
			}
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = "ONE_DATABASE")
	void tableThatIsNotConfiguredIsTheCallersMistake(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			Applier applier = applier(stores);
			assertThatThrownBy(() -> applier.apply("refunds", List.of())).hasMessageContaining("refunds");
		}
	}

}
