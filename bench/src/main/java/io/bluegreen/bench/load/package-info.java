/**
 * What live writes cost a service, and what they notice of a migration.
 */
@NullMarked
package io.bluegreen.bench.load;

import org.jspecify.annotations.NullMarked;
