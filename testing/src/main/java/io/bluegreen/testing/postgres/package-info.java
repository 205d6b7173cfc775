/**
 * Starts PostgreSQL for everybody: demo, bench and tests, each with databases of its own.
 */
@NullMarked
package io.bluegreen.testing.postgres;

import org.jspecify.annotations.NullMarked;
