/**
 * Holds alerts, dashboards and analyses to the meters that the programs export, and to
 * what Prometheus answers.
 */
@NullMarked
package io.bluegreen.manifests.prometheus;

import org.jspecify.annotations.NullMarked;
