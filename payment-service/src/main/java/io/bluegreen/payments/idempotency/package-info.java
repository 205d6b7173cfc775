/**
 * The same request under the same key is carried out once, and always gets the same
 * answer.
 */
@NullMarked
package io.bluegreen.payments.idempotency;

import org.jspecify.annotations.NullMarked;
