package io.bluegreen.jobs.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;

/**
 * The signals that work on one table heeds. One that this role may not ask is off: no
 * more rights are needed for a limit than it takes to look.
 */
public final class Signals {

	private static final Logger logger = LoggerFactory.getLogger(Signals.class);

	private final List<Limit> limits;

	Signals(List<Limit> limits) {
		this.limits = new ArrayList<>(limits);
	}

	/** Why work has to wait now; empty: it need not. */
	public List<Hold> holds() {
		return List.copyOf(this.limits).stream().flatMap((limit) -> ask(limit).stream()).toList();
	}

	private Optional<Hold> ask(Limit limit) {
		try {
			return limit.signal().reason().map((reason) -> new Hold(limit.kind(), reason));
		}
		catch (Signal.OffException ex) {
			off(limit, String.valueOf(ex.getMessage()));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (error.isTransient()) {
				throw ex;
			}
			off(limit, error.sentence());
		}
		return Optional.empty();
	}

	private void off(Limit limit, String why) {
		this.limits.remove(limit);
		logger.debug("{} throttles nothing: {}", limit.kind().label(), why);
	}

}
