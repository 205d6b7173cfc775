package io.bluegreen.testing.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP link on loopback that leads to a server and can be broken: it hangs up on whoever
 * calls, as a server that is down, swallows what is sent, as a network that lost the way,
 * or is slow.
 */
public final class Link implements AutoCloseable {

	private enum State {

		PASSES, SWALLOWS, HANGS_UP

	}

	private final ServerSocket listener;

	private final URI server;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private State state = State.PASSES;

	private volatile Duration delay = Duration.ZERO;

	private Link(ServerSocket listener, URI server) {
		this.listener = listener;
		this.server = server;
	}

	/**
	 * Opens a link.
	 * @param jdbcUrl of a database: {@code jdbc:postgresql://HOST:PORT/..}
	 * @throws IOException if there is no port left
	 */
	public static Link to(String jdbcUrl) throws IOException {
		Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
				URI.create(jdbcUrl.substring("jdbc:".length())));
		start(link::accept);
		return link;
	}

	/** Where the same database is through this link. */
	public String url() {
		return "jdbc:" + this.server.toString()
			.replaceFirst("//[^/]*/", "//127.0.0.1:%d/".formatted(this.listener.getLocalPort()));
	}

	/** Ends all connections, and each new one at once. */
	public void hangUp() {
		change(State.HANGS_UP);
		this.open.forEach(Link::close);
	}

	/** Takes what is sent, also from new connections, and passes nothing on. */
	public void swallow() {
		change(State.SWALLOWS);
	}

	/**
	 * Passes on what comes, and what was swallowed, late.
	 * @param each of a packet, which those behind it wait for as well
	 */
	public void delay(Duration each) {
		this.delay = each;
		change(State.PASSES);
	}

	/** Passes on what comes, and what was swallowed. */
	public void restore() {
		this.delay = Duration.ZERO;
		change(State.PASSES);
	}

	private synchronized void change(State next) {
		this.state = next;
		notifyAll();
	}

	private synchronized void awaitPassing() throws InterruptedException {
		while (this.state == State.SWALLOWS) {
			wait();
		}
	}

	private synchronized boolean hangsUp() {
		return this.state == State.HANGS_UP;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				connect(this.listener.accept());
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private void connect(Socket client) {
		try {
			Socket target = new Socket(this.server.getHost(), this.server.getPort());
			// A packet that waits for the last one's acknowledgement waits 40 ms.
			client.setTcpNoDelay(true);
			target.setTcpNoDelay(true);
			this.open.addAll(List.of(client, target));
			start(() -> pump(client, target));
			start(() -> pump(target, client));
		}
		catch (IOException ex) {
			// The server is down.
			close(client);
		}
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0 && !hangsUp(); length = in.read(buffer)) {
				awaitPassing();
				TimeUnit.NANOSECONDS.sleep(this.delay.toNanos());
				out.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			// One of both ends hung up; so does the other.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.open.remove(from);
			this.open.remove(to);
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "link");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is gone either way.
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		hangUp();
	}

}
