/**
 * What tracking promises, tried on a real server.
 */
@NullMarked
package io.bluegreen.tracking;

import org.jspecify.annotations.NullMarked;
