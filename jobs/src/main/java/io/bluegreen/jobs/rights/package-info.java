/**
 * The rights of the role that the jobs run as: what it lacks, as the GRANTs that give it.
 */
@NullMarked
package io.bluegreen.jobs.rights;

import org.jspecify.annotations.NullMarked;
