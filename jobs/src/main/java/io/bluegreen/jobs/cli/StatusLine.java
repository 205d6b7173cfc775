package io.bluegreen.jobs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A line at the bottom of the terminal that is painted over and over. Whatever else goes
 * to stderr meanwhile takes its place. No terminal library: those take Ctrl-C.
 */
final class StatusLine implements AutoCloseable {

	private final PrintStream terminal = System.err;

	private final PrintStream others = new PrintStream(new Clearing(), true, StandardCharsets.UTF_8);

	private int painted;

	StatusLine() {
		System.setErr(this.others);
	}

	/** Replaces the line. */
	synchronized void paint(String text) {
		this.terminal.print("\r" + text + " ".repeat(Math.max(0, this.painted - text.length())));
		this.terminal.flush();
		this.painted = text.length();
	}

	/** The terminal may have echoed ^C behind it. */
	private synchronized void clear() {
		if (this.painted > 0) {
			paint("  ".repeat(this.painted / 2 + 1));
			this.terminal.print("\r");
			this.painted = 0;
		}
	}

	@Override
	public void close() {
		clear();
		if (System.err == this.others) {
			System.setErr(this.terminal);
		}
	}

	/** Everybody else's way to the terminal. */
	private final class Clearing extends OutputStream {

		@Override
		public void write(int character) throws IOException {
			write(new byte[] { (byte) character }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			synchronized (StatusLine.this) {
				clear();
				StatusLine.this.terminal.write(bytes, offset, length);
				StatusLine.this.terminal.flush();
			}
		}

	}

}
