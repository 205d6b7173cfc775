package io.bluegreen.manifests.cluster;

/**
 * How a pod ended.
 *
 * @param exitCode of its container
 * @param evicted whether it has the condition DisruptionTarget
 * @param message of its termination, as `kubectl describe` shows it
 */
record PodEnd(int exitCode, boolean evicted, String message) {
}
