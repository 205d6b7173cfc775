package io.bluegreen.jobs.fence;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.lock.RetriedLock;
import io.bluegreen.session.Side;

/**
 * Shuts out older generations of a service, whatever they still run or wait for.
 */
public class Fence {

	private final Side green;

	private final Preflight preflight;

	private final RetriedLock lock;

	Fence(Side green, Preflight preflight, RetriedLock lock) {
		this.green = green;
		this.preflight = preflight;
		this.lock = lock;
	}

	/**
	 * Where the fence stands.
	 *
	 * @param fence the lowest generation that may write Green
	 * @param before the same, before the command
	 */
	public record Answer(long fence, long before) {
	}

	/**
	 * Raises the fence.
	 * @param lowest the lowest generation that may write from now on
	 * @throws RefusedException if the fence is higher already
	 * @throws io.bluegreen.failure.TryAgainException if applies keep their lock for too
	 * long
	 */
	public Answer raise(long lowest) {
		this.preflight.checkControlSchema();
		Authority authority = new Authority(this.green.client());
		return this.lock.take(() -> this.green.in(() -> {
			long before = authority.fence();
			if (lowest < before) {
				throw new RefusedException(
						"the fence stands at %d, and %d is below: a generation that was shut out may have missed what it must not write"
							.formatted(before, lowest),
						"deploy the service with BLUEGREEN_GENERATION=%d or more".formatted(before));
			}
			authority.raiseFence(lowest);
			this.green.flushOnCommit();
			return new Answer(lowest, before);
		}), () -> "applies are open, and the fence waits for them: " + this.green.in(authority::holders));
	}

}
