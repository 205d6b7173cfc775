package io.bluegreen.manifests.cluster;

import java.time.Duration;
import java.util.List;

/**
 * How a Job ended.
 *
 * @param condition {@code Complete}, or why it failed, as the controller words it
 * @param tries in the order in which they ended
 */
record JobEnd(String condition, List<Try> tries) {

	/**
	 * One pod of it.
	 *
	 * @param index of an Indexed Job, else 0
	 * @param end how it ended
	 * @param verdict what the Job made of it
	 * @param backoff how long the controller waits before the next pod of that index
	 */
	record Try(int index, PodEnd end, String verdict, Duration backoff) {
	}

	List<Integer> exitCodes() {
		return this.tries.stream().map((pod) -> pod.end().exitCode()).toList();
	}

	String lastMessage() {
		return this.tries.get(this.tries.size() - 1).end().message();
	}

}
