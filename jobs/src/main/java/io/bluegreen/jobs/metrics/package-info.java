/**
 * The meters of a command: what it did, and the state of the tables, for Prometheus.
 */
@NullMarked
package io.bluegreen.jobs.metrics;

import org.jspecify.annotations.NullMarked;
