/**
 * The two data sources, their transactions, and the locks of this program on the server.
 */
@NullMarked
package io.bluegreen.jobs.database;

import org.jspecify.annotations.NullMarked;
