/**
 * Plans and their chunks: the fixed work, and its progress.
 */
@NullMarked
package io.bluegreen.jobs.ledger;

import org.jspecify.annotations.NullMarked;
