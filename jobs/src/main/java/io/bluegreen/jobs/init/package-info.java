/**
 * Drafts a mapping from what two tables look like: the view, and the lines of
 * configuration beside it.
 */
@NullMarked
package io.bluegreen.jobs.init;

import org.jspecify.annotations.NullMarked;
