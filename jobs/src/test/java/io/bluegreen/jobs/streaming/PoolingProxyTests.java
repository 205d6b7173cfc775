package io.bluegreen.jobs.streaming;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

class PoolingProxyTests {

	@TempDir
	Path directory;

	@Test
	void blueMaySitBehindOne() throws Exception {
		Optional<Path> installed = PoolingProxy.installed();
		Assumptions.assumeTrue(installed.isPresent(), "PgBouncer is not installed");
		try (Stores stores = Stores.create(Where.TWO_DATABASES)) {
			stores.inBlue().fill(1500);
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 200")
				.setting("workers: 3");
			assertThat(program.runAsOwner("migrate").code()).isZero();
			try (PoolingProxy proxy = PoolingProxy.start(installed.get(), stores.blue(), this.directory)) {
				program.blueAt(proxy.url());
				Program.Outcome backfill = program.run("backfill");
				assertThat(backfill.code()).as(backfill.err()).isZero();
				stores.inBlue()
					.asApplication("UPDATE blue.payments SET amount = amount + 1 WHERE payment_id % 3 = 0",
							"DELETE FROM blue.payment_events WHERE payment_id % 4 = 0");
				Program.Outcome reconcile = program.run("reconcile");
				assertThat(reconcile.code()).as(reconcile.err()).isZero();
				for (String how : new String[] { "--workers=3", "--exact" }) {
					Program.Outcome verify = program.run("verify", how);
					assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
				}
			}
			assertThat(stores.unequal()).isZero();
		}
	}

}
