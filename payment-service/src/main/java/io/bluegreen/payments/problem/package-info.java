/**
 * Errors as their callers see them.
 */
@NullMarked
package io.bluegreen.payments.problem;

import org.jspecify.annotations.NullMarked;
