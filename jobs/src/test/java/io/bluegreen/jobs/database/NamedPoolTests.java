package io.bluegreen.jobs.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class NamedPoolTests {

	/**
	 * Not again and again until the timeout: a wrong address is to be heard of at once.
	 */
	@Test
	void firstConnectionIsTriedOnce() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> server = CompletableFuture.runAsync(() -> hangUp(listener, calls));
			try (NamedPool pool = new NamedPool("bluegreen.green", "Green, here")) {
				pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/none?sslmode=disable&gssEncMode=disable"
					.formatted(listener.getLocalPort()));
				assertThatExceptionOfType(UnreachableException.class).isThrownBy(pool::getConnection)
					.withMessageStartingWith("cannot reach the database of Green, here: ");
			}
			listener.close();
			server.join();
		}
		assertThat(calls).hasValue(1);
	}

	private static void hangUp(ServerSocket listener, AtomicInteger calls) {
		while (true) {
			try {
				listener.accept().close();
				calls.incrementAndGet();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

}
