/**
 * What the packaged program takes, against floors that do the same SQL without it, and
 * against plain SQL.
 */
@NullMarked
package io.bluegreen.testbed.bench;

import org.jspecify.annotations.NullMarked;
