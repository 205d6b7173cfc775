/**
 * A table's mapping as both databases know it: the view, the table below it, the target's
 * table, the key and its ranges.
 */
@NullMarked
package io.bluegreen.mapping;

import org.jspecify.annotations.NullMarked;
