/**
 * The two databases, and how every session of this project looks to them: pinned
 * settings, bounded waits.
 */
@NullMarked
package io.bluegreen.session;

import org.jspecify.annotations.NullMarked;
