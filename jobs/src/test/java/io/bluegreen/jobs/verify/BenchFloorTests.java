package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Program;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.bench.Comparing;
import io.bluegreen.testbed.bench.Grouping;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import io.bluegreen.transport.InDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The floors that {@code bench} holds verify against ask for the same, to the letter:
 * what is changed in {@link ComparisonSql} is to be changed in {@link Comparing}.
 */
class BenchFloorTests {

	private static final KeyRange RANGE = new KeyRange(List.of("1"), List.of("1000"));

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	private Path directory;

	private Mapping mapping;

	@BeforeEach
	void migrate() throws Exception {
		Program.Outcome migrated = new Program(this.fresh.database(), this.directory).runAsOwner("migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();
		this.mapping = LegacyMappings.read(this.fresh.as(LegacyDatabase.JOBS)).payments();
	}

	@Test
	void theFloorsOfVerifyAskWhatVerifyAsks() {
		Totals totals = new Totals(columns("currency", "status"), columns("amount_minor"));

		assertSame(new ComparisonSql(this.mapping, totals), new Comparing(this.mapping, Grouping.OF_PAYMENTS));
	}

	@Test
	void withoutTotalsToo() {
		assertSame(new ComparisonSql(this.mapping, new Totals(List.of(), List.of())),
				new Comparing(this.mapping, Grouping.NONE));
	}

	private void assertSame(ComparisonSql asked, Comparing floor) {
		assertThat(words(floor.checksums(RANGE))).isEqualTo(words(asked.checksums(RANGE)));
		assertThat(words(floor.blueChecksums(RANGE))).isEqualTo(words(asked.blueChecksums(RANGE)));
		assertThat(words(floor.greenChecksums(RANGE))).isEqualTo(words(asked.greenChecksums(RANGE)));
		assertThat(words(floor.exact(RANGE)))
			.isEqualTo(words(asked.pairsAndSource(RANGE, new InDatabase(this.mapping).rows(RANGE))));
	}

	private List<Column> columns(String... names) {
		return Stream.of(names).map((name) -> this.mapping.to().column(name).orElseThrow()).toList();
	}

	private static String words(String sql) {
		return sql.strip().replaceAll("\\s+", " ");
	}

}
