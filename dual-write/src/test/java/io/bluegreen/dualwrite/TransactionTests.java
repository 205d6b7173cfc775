package io.bluegreen.dualwrite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When a key goes to the writer.
 */
class TransactionTests {

	@RegisterExtension
	private final FreshDatabase database = new FreshDatabase();

	private final List<String> arrived = new CopyOnWriteArrayList<>();

	private final PendingKeys keys = new PendingKeys(1000, Duration.ZERO);

	private final Writer writer = writer(this.keys);

	private final DualWrite dualWrite = new DualWrite(Set.of("payments"), this.keys, this.writer);

	private Writer writer(PendingKeys of) {
		return new Writer((table, batch) -> {
			batch.forEach((key) -> this.arrived.add(key.get(0)));
			return new ApplyOutcome.Applied(new ApplyCount(1, 1, 0));
		}, of, new DualWriteMeters(new SimpleMeterRegistry(), "green"),
				new DualWriteProperties.Tuning(1, 1000, 50, Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(1),
						Duration.ofSeconds(1), Duration.ofSeconds(1)));
	}

	private TransactionTemplate transaction() throws SQLException {
		return new TransactionTemplate(
				new JdbcTransactionManager(this.database.as(this.database.database().server().superuser())));
	}

	/** What arrives, in its order, once all of it has. */
	private List<String> arrivals() {
		this.writer.drain();
		return new ArrayList<>(this.arrived);
	}

	@BeforeEach
	void begin() {
		this.writer.start();
	}

	@AfterEach
	void end() {
		this.writer.drain();
	}

	@Test
	void keyGoesAfterTheCommitAndNotBefore() throws SQLException {
		transaction().executeWithoutResult((status) -> {
			this.dualWrite.changed("payments", 1);
			this.dualWrite.changed("payments", 1);
			assertThat(this.dualWrite.pending(RowKey.of("payments", 1))).isFalse();
			assertThat(this.arrived).isEmpty();
		});
		assertThat(arrivals()).containsExactly("1");
	}

	@Test
	void nothingGoesAfterARollback() throws SQLException {
		transaction().executeWithoutResult((status) -> {
			this.dualWrite.changed("payments", 1);
			status.setRollbackOnly();
		});
		this.dualWrite.changed("payments", 2);
		assertThat(arrivals()).containsExactly("2");
	}

	@Test
	void transactionInsideAnotherHasKeysOfItsOwn() throws SQLException {
		TransactionTemplate outer = transaction();
		TransactionTemplate inner = new TransactionTemplate(Objects.requireNonNull(outer.getTransactionManager()));
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		outer.executeWithoutResult((status) -> {
			this.dualWrite.changed("payments", 1);
			inner.executeWithoutResult((own) -> this.dualWrite.changed("payments", 2));
			this.dualWrite.changed("payments", 3);
			assertThat(this.dualWrite.await(RowKey.of("payments", 2), Duration.ofMinutes(1))).isTrue();
			assertThat(this.arrived).containsExactly("2");
			status.setRollbackOnly();
		});
		assertThat(arrivals()).containsExactly("2");
	}

	@Test
	void keyGoesAtOnceWhereThereIsNoTransaction() {
		this.dualWrite.changed("payments", 1);
		assertThat(arrivals()).containsExactly("1");
	}

	@Test
	void childGoesAfterTheParentThatItsTransactionWroteFirst() throws Exception {
		PendingKeys nobodyTakes = new PendingKeys(10, Duration.ZERO);
		DualWrite family = new DualWrite(Set.of("payments", "payment_events"), nobodyTakes, writer(nobodyTakes));
		transaction().executeWithoutResult((status) -> {
			family.changed("payments", 1);
			family.changed("payment_events", 1, 1);
		});
		Map<RowKey, Long> parent = nobodyTakes.take(10);
		assertThat(parent).containsOnlyKeys(RowKey.of("payments", 1));
		family.changed("payments", 2);
		assertThat(nobodyTakes.take(10)).as("not the older child").containsOnlyKeys(RowKey.of("payments", 2));
		nobodyTakes.done(parent.keySet(), parent);
		assertThat(nobodyTakes.take(10)).containsOnlyKeys(RowKey.of("payment_events", 1, 1));
	}

	@Test
	void tableThatIsNotConfiguredIsRefusedAlsoWhileGreenIsNotWritten() {
		DualWrite off = new DualWrite(Set.of("payments"), this.keys, null);
		off.changed("payments", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> off.changed("refunds", 1))
			.withMessage("bluegreen.tables has no refunds: it has payments");
		assertThat(arrivals()).isEmpty();
	}

}
