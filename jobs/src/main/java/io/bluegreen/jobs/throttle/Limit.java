package io.bluegreen.jobs.throttle;

/**
 * A signal that work heeds.
 */
record Limit(SignalKind kind, Signal signal) {
}
