package io.bluegreen.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.Mappings;
import io.bluegreen.session.Side;
import io.bluegreen.stores.Payments;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;
import io.bluegreen.transport.InDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class LoadTests {

	private static final KeyRange ALL = new KeyRange(null, null);

	private static Optional<ApplyCount> load(Payments payments) {
		Databases databases = payments.stores().databases();
		Side target = databases.target();
		Mapping mapping = Payments.mapping(databases);
		return target.in(() -> {
			new Authority(target.client()).enter(mapping);
			target.client().sql("SET LOCAL lock_timeout = '1h'").update();
			Optional<ApplyCount> loaded = new Load(target, mapping, databases.transport(mapping)).run(ALL);
			// The transaction is usable whatever came of it.
			assertThat(target.client().sql("SELECT current_setting('lock_timeout')").query(String.class).single())
				.isEqualTo("1h");
			return loaded;
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void rangeThatTheTargetHasNothingOfIsLoaded(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inTarget("DELETE FROM green.payments");
			assertThat(load(payments)).contains(new ApplyCount(20, 20));
			assertThat(load(payments)).isEmpty();
		}
	}

	@Test
	void rowThatIsBeingWrittenIsNotWaitedForWhileTheSourceIsRead() throws SQLException {
		try (Payments payments = Payments.copied(Where.TWO_DATABASES, 20)) {
			payments.stores().inTarget("CREATE TABLE green.kept AS TABLE green.payments", "DELETE FROM green.payments");
			try (Connection dualWrite = payments.stores().target().connect(LegacyDatabase.OWNER);
					Statement statement = dualWrite.createStatement()) {
				statement.execute("BEGIN; INSERT INTO green.payments SELECT * FROM green.kept LIMIT 1");
				assertThat(load(payments)).isEmpty();
				statement.execute("ROLLBACK");
			}
			assertThat(load(payments)).isPresent();
		}
	}

	@Test
	@Tag("fast")
	void insertNamesWhatTheTargetDoesNotComputeAndKeepsTheOrderOfTheKey() {
		Mapping account = Mappings.account();
		assertThat(Load.insert(account, new InDatabase(account).fetchRows(new KeyRange(null, List.of("9")))))
			.isEqualToNormalizingWhitespace("""
					INSERT INTO green.account (id, owner) OVERRIDING SYSTEM VALUE
					SELECT b.id, b.owner FROM blue.account b
					WHERE true AND (b.id) <= ((:to0)::text::bigint)
					ORDER BY b.id""");
	}

}
