/**
 * The payments API, which writes Blue and then Green.
 */
@NullMarked
package io.bluegreen.payments;

import org.jspecify.annotations.NullMarked;
