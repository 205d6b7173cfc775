/**
 * Brings to Green what a service has changed in Blue, after its commit, and without ever
 * making it wait.
 */
@NullMarked
package io.bluegreen.dualwrite;

import org.jspecify.annotations.NullMarked;
