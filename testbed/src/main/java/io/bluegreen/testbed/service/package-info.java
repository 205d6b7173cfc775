/**
 * The packaged payment service as processes, and callers who notice whatever it gets
 * wrong.
 */
@NullMarked
package io.bluegreen.testbed.service;

import org.jspecify.annotations.NullMarked;
