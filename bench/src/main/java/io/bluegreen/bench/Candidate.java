package io.bluegreen.bench;

import java.util.concurrent.Callable;

/**
 * One of those that a round lets run one after the other.
 *
 * @param seconds runs it and says how long that took
 */
record Candidate(String name, Callable<Double> seconds) {
}
