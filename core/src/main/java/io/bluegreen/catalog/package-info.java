/**
 * What the database itself says about relations, columns and keys; names come quoted by
 * the server.
 */
@NullMarked
package io.bluegreen.catalog;

import org.jspecify.annotations.NullMarked;
