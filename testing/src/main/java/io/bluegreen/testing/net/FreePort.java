package io.bluegreen.testing.net;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * A port that nobody listens at.
 */
public final class FreePort {

	private FreePort() {
	}

	/**
	 * One that was free a moment ago.
	 */
	public static int any() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
