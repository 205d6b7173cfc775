package io.bluegreen.testbed.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells on stdout what happens, step by step.
 */
final class Narrator {

	private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private final long begin = System.nanoTime();

	private int step;

	/** Begins the next step. */
	void step(String title, String why) {
		this.step++;
		this.out.printf("%n%d. %s%n", this.step, title);
		why.lines().forEach((line) -> this.out.println("   " + line));
	}

	void command(String typed) {
		this.out.println("   $ " + typed);
	}

	/** Passes on a line that a command printed. */
	void printed(String line) {
		this.out.println("   | " + line);
	}

	void says(String sentence, Object... arguments) {
		this.out.printf("   " + sentence + "%n", arguments);
	}

	void ends(String sentence) {
		this.out.printf("%n%s (%d steps, %.0f s)%n", sentence, this.step, (System.nanoTime() - this.begin) / 1e9);
	}

}
