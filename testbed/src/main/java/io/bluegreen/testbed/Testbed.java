package io.bluegreen.testbed;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.bluegreen.testbed.chaos.ChaosCommand;
import io.bluegreen.testbed.demo.DemoCommand;

/**
 * The testbed's command line.
 */
@Command(name = "testbed", mixinStandardHelpOptions = true,
		subcommands = { PostgresCommand.class, DemoCommand.class, ChaosCommand.class },
		description = "PostgreSQL in a box, with legacy payments in it.")
public final class Testbed {

	private Testbed() {
	}

	/**
	 * Runs one command and exits with its status.
	 * @param args what the user typed
	 */
	public static void main(String[] args) {
		// Only the tests bring a logger; nobody wants to read that there is none.
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		System.exit(commandLine().execute(args));
	}

	static CommandLine commandLine() {
		return new CommandLine(new Testbed()).setCaseInsensitiveEnumValuesAllowed(true);
	}

}
