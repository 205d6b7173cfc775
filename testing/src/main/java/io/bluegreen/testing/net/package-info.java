/**
 * Ports, and links that break, for programs that tests start.
 */
@NullMarked
package io.bluegreen.testing.net;

import org.jspecify.annotations.NullMarked;
