/**
 * The program: what is started, and what it answers to the shell.
 */
@NullMarked
package io.bluegreen.jobs;

import org.jspecify.annotations.NullMarked;
