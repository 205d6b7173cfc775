package io.bluegreen.jobs.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The alternate screen of a terminal, without a cursor, painted over and over. However
 * the program ends but by kill -9, the terminal is as it was before. No terminal library:
 * those take Ctrl-C.
 */
final class Screen implements AutoCloseable {

	private static final String ENTER = "\u001b[?1049h\u001b[?25l";

	private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

	/** Cursor to the corner. */
	private static final String TOP = "\u001b[H";

	/** The rest of the line gone. */
	private static final String END_OF_LINE = "\u001b[K";

	/** All that is below gone. */
	private static final String END_OF_SCREEN = "\u001b[J";

	private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	/** Where the program is ended while it waits for a server. */
	private final Thread atTheEnd = new Thread(this::leave, "screen");

	private boolean left;

	Screen() {
		Runtime.getRuntime().addShutdownHook(this.atTheEnd);
		this.out.print(ENTER);
		this.out.flush();
	}

	/** How large it is. */
	record Size(int rows, int columns) {
	}

	/** It may have another size each time: a window is drawn larger. */
	Size size() {
		try {
			Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
			String[] said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip()
				.split(" ", 2);
			if (stty.waitFor(1, TimeUnit.SECONDS) && said.length == 2) {
				return new Size(usual(Integer.parseInt(said[0]), 24), usual(Integer.parseInt(said[1]), 80));
			}
		}
		catch (IOException | NumberFormatException ex) {
			// The usual size, then.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return new Size(24, 80);
	}

	/** A terminal without a size says 0. */
	private static int usual(int said, int otherwise) {
		return (said < 5) ? otherwise : said;
	}

	/** Shows these lines, as far as they have room. */
	synchronized void paint(List<String> lines, Size size) {
		if (this.left) {
			return;
		}
		String text = lines.stream()
			.limit(size.rows())
			.map((line) -> line.substring(0, Math.min(line.length(), size.columns())) + END_OF_LINE)
			.collect(Collectors.joining("\n", TOP, END_OF_SCREEN));
		this.out.print(text);
		this.out.flush();
	}

	private synchronized void leave() {
		if (!this.left) {
			this.left = true;
			this.out.print(LEAVE);
			this.out.flush();
		}
	}

	@Override
	public void close() {
		leave();
		try {
			Runtime.getRuntime().removeShutdownHook(this.atTheEnd);
		}
		catch (IllegalStateException ex) {
			// It runs already.
		}
	}

}
