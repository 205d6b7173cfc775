package io.bluegreen.jobs.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

	private final List<Signal> signals;

	Signals(List<Signal> signals) {
		this.signals = new ArrayList<>(signals);
	}

	/** Why work has to wait now, for people; empty: it need not. */
	public String reason() {
		return List.copyOf(this.signals)
			.stream()
			.map(this::ask)
			.filter((reason) -> !reason.isEmpty())
			.collect(Collectors.joining("; "));
	}

	private String ask(Signal signal) {
		try {
			return signal.reason().orElse("");
		}
		catch (Signal.OffException ex) {
			off(signal, String.valueOf(ex.getMessage()));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (error.isTransient()) {
				throw ex;
			}
			off(signal, error.sentence());
		}
		return "";
	}

	private void off(Signal signal, String why) {
		this.signals.remove(signal);
		logger.debug("{} throttles nothing: {}", signal.getClass().getSimpleName(), why);
	}

}
