package io.bluegreen.dualwrite;

import java.util.Locale;

import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.failure.ServerError;

/**
 * Why keys did not reach Green.
 *
 * @param type what the failure is counted under
 * @param cause a sentence without values
 * @param mayPass whether the same may succeed a little later
 */
record Failure(Type type, String cause, boolean mayPass) {

	/** The queue had no room. */
	static final Failure QUEUE_FULL = new Failure(Type.QUEUE_FULL, "the queue is full", false);

	/** The service ends. */
	static final Failure SHUT_DOWN = new Failure(Type.OTHER, "the service was shut down", false);

	static Failure of(ApplyOutcome.Rejected rejected) {
		ServerError error = rejected.error();
		return new Failure(error.sqlState().startsWith("23") ? Type.CONSTRAINT : Type.CONVERSION, error.sentence(),
				error.isRowConflict());
	}

	static Failure of(ApplyOutcome.Failed failed) {
		ServerError error = failed.error();
		return new Failure(type(error), error.sentence(), error.isTransient());
	}

	static Failure of(ApplyOutcome.Refused refused) {
		return new Failure(Type.REFUSED, refused.reason(), false);
	}

	static Failure of(Throwable thrown) {
		return new Failure(Type.OTHER, thrown.getClass().getSimpleName(), false);
	}

	private static Type type(ServerError error) {
		return switch (error.sqlState()) {
			case "55P03", "40P01", "40001" -> Type.LOCK;
			case "57014", "25P03", "25P04" -> Type.TIMEOUT;
			default -> (error.isTransient() || error.sqlState().startsWith("28")) ? Type.CONNECTION : Type.OTHER;
		};
	}

	/** Whether one of several keys may be to blame, and the others not. */
	boolean isOfOneRow() {
		return switch (this.type) {
			case CONSTRAINT, CONVERSION, LOCK -> true;
			default -> false;
		};
	}

	/** The closed list that failures are counted under. */
	enum Type {

		CONNECTION, TIMEOUT, LOCK, CONSTRAINT, CONVERSION, REFUSED, QUEUE_FULL, OTHER;

		String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
