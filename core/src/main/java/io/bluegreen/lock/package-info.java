/**
 * Advisory locks of a session, on connections of their own.
 */
@NullMarked
package io.bluegreen.lock;

import org.jspecify.annotations.NullMarked;
