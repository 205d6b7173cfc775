/**
 * The command line: one class a command, which reads its options, calls one job and
 * prints the answer.
 */
@NullMarked
package io.bluegreen.jobs.cli;

import org.jspecify.annotations.NullMarked;
