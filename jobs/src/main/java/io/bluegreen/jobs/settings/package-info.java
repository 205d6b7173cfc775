/**
 * What a user may configure, with defaults and refusals.
 */
@NullMarked
package io.bluegreen.jobs.settings;

import org.jspecify.annotations.NullMarked;
