/**
 * The demo: the packaged program at work on a generated legacy store under live writes.
 */
@NullMarked
package io.bluegreen.testbed.demo;

import org.jspecify.annotations.NullMarked;
