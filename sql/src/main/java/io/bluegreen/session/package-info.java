/**
 * How every session of this project looks to the server: pinned settings, bounded waits.
 */
@NullMarked
package io.bluegreen.session;

import org.jspecify.annotations.NullMarked;
