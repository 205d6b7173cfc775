package io.bluegreen.jobs.cli;

import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import io.bluegreen.failure.ServerError;

/**
 * The end of a command that failed: says why in a line, and with which exit code.
 */
class FailureHandler implements IExecutionExceptionHandler {

	/** Of each cause; further down is only what started the command. */
	private static final int FRAMES = 25;

	@Override
	public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
		Failure failure = Explanation.of(thrown);
		boolean json = false;
		if (command.getCommand() instanceof DatabaseCommand database) {
			json = database.output().json();
			if (database.verbose) {
				System.err.print(trace(thrown));
			}
		}
		new Output(json).failure(failure.document(), failure.line(command.getCommandSpec().qualifiedName()));
		return failure.code().code();
	}

	/**
	 * Where it happened. A server's own message may quote a row, so its exceptions are
	 * told by their condition.
	 */
	private static String trace(Throwable thrown) {
		StringBuilder trace = new StringBuilder();
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			ServerError error = ServerError.of(cause);
			trace.append(cause.getClass().getName())
				.append(": ")
				.append(error.sqlState().isEmpty() ? cause.getMessage() : error.sentence())
				.append('\n');
			Stream.of(cause.getStackTrace())
				.limit(FRAMES)
				.forEach((frame) -> trace.append("\tat ").append(frame).append('\n'));
		}
		return trace.toString();
	}

}
