/**
 * What this process is, and how it begins and ends.
 */
@NullMarked
package io.bluegreen.payments.release;

import org.jspecify.annotations.NullMarked;
