package io.bluegreen.jobs.verify;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTotalsTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@Test
	void rangesThatFailedAreCountedByTheirErrorsAndTheFirstIsNamedByItsBounds() throws Exception {
		Sql sql = new Sql(this.fresh.database());
		sql.run("INSERT INTO bluegreen.plan (kind, table_name, mapping_hash, chunk_rows) VALUES ('verify', 'payments', '', 5)");
		sql.run("""
				INSERT INTO bluegreen.chunk (plan_id, from_key, to_key, state, error)
				VALUES (1, NULL, '{5}', 'failed', 'lost'), (1, '{5}', '{10}', 'failed', 'ended'),
				       (1, '{10}', '{15}', 'done', NULL), (1, '{15}', NULL, 'failed', 'lost')
				""");
		LegacyMappings legacy = LegacyMappings.read(this.fresh.database().as(LegacyDatabase.JOBS));
		assertThat(legacy.side().in(() -> new LedgerTotals(legacy.side(), List.of(1L)).failed())).containsExactly(
				new Reason(Reason.Code.RANGES_FAILED, 2, List.of(List.of("5")),
						"2 ranges could not be compared, the first is chunk 1: lost"),
				new Reason(Reason.Code.RANGES_FAILED, 1, List.of(List.of("5"), List.of("10")),
						"1 ranges could not be compared, the first is chunk 2: ended"));
	}

}
