/**
 * What the packaged program takes, against floors: the plainest SQL for the same work,
 * written without any of the program's classes.
 */
@NullMarked
package io.bluegreen.bench;

import org.jspecify.annotations.NullMarked;
