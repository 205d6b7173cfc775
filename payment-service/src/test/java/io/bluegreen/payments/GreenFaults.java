package io.bluegreen.payments;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Answer;

/**
 * Breaks Green in one way after another, until it is told to stop.
 */
final class GreenFaults implements Runnable {

	private static final List<String> WAYS = List.of("locked", "held", "killed", "hung up", "swallowed", "refused",
			"constrained", "emptied", "none");

	private final MigratedStores stores;

	private final Link link;

	private final Random random;

	private final CountDownLatch stop = new CountDownLatch(1);

	/**
	 * Faults of a Green.
	 * @param link between the instances and Green
	 */
	GreenFaults(MigratedStores stores, Link link, long seed) {
		this.stores = stores;
		this.link = link;
		this.random = new Random(seed);
	}

	void stop() {
		this.stop.countDown();
	}

	@Override
	public void run() {
		try {
			while (this.stop.getCount() > 0) {
				breakFor(WAYS.get(this.random.nextInt(WAYS.size())), 20 + this.random.nextInt(300));
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void breakFor(String way, int millis) throws SQLException, InterruptedException {
		switch (way) {
			case "locked" -> whileHeld("LOCK TABLE green.payments", millis);
			case "held" -> whileHeld("SELECT FROM green.payments WHERE merchant_reference = 'M-1' FOR UPDATE", millis);
			case "hung up" -> {
				this.link.hangUp();
				pause(millis);
				this.link.restore();
			}
			case "swallowed" -> {
				this.link.swallow();
				// Longer than a reader waits for a connection, at times.
				pause(3 * millis);
				this.link.restore();
			}
			case "killed" -> Answer.of(this.stores.green(), """
					SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
					WHERE datname = current_database() AND application_name = 'bluegreen dual write'
					""");
			case "refused" -> meanwhile("UPDATE bluegreen.authority SET side = 'green'",
					"UPDATE bluegreen.authority SET side = 'blue'", millis);
			case "constrained" ->
				meanwhile("ALTER TABLE green.payments ADD CONSTRAINT no_news CHECK (status <> 'captured') NOT VALID",
						"ALTER TABLE green.payments DROP CONSTRAINT no_news", millis);
			case "emptied" -> this.stores.stores()
				.inTarget("DELETE FROM green.payments WHERE payment_id % 3 = 0 AND merchant_reference = 'M-1'");
			default -> pause(millis);
		}
	}

	private void whileHeld(String lock, int millis) throws SQLException, InterruptedException {
		try (MigratedStores.Held held = MigratedStores.hold(this.stores.green(), lock)) {
			pause(millis);
		}
	}

	private void meanwhile(String fault, String mend, int millis) throws SQLException, InterruptedException {
		this.stores.stores().inTarget(fault);
		pause(millis);
		this.stores.stores().inTarget(mend);
	}

	private void pause(int millis) throws InterruptedException {
		this.stop.await(millis, TimeUnit.MILLISECONDS);
	}

}
