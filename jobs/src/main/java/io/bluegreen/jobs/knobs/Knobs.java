package io.bluegreen.jobs.knobs;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How the knobs of a plan are set.
 *
 * @param pausedSince when somebody paused it; null: nobody did
 * @param maxRowsPerSecond of all processes together; null: as fast as it goes
 * @param workers of each process at most; null: as many as it was started with
 * @param chunkTarget how long a transaction should take; null: as long as the process was
 * started with
 */
public record Knobs(@Nullable String pausedSince, @Nullable Integer maxRowsPerSecond, @Nullable Integer workers,
		@Nullable Duration chunkTarget) {

	/** Nothing is set. */
	public static final Knobs NONE = new Knobs(null, null, null, null);

	public boolean isPaused() {
		return this.pausedSince != null;
	}

	/** What differs from how a process was started; empty: nothing. */
	public String words() {
		return Stream
			.of(said("paused since %s UTC", this.pausedSince), said("at most %d rows/s", this.maxRowsPerSecond),
					said("at most %d workers of a process", this.workers),
					said("chunk-target %dms", (this.chunkTarget == null) ? null : this.chunkTarget.toMillis()))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining(", "));
	}

	private static String said(String form, @Nullable Object value) {
		return Objects.isNull(value) ? "" : form.formatted(value);
	}

}
