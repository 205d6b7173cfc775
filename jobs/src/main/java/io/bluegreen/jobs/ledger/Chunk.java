package io.bluegreen.jobs.ledger;

import io.bluegreen.mapping.KeyRange;

/**
 * A chunk of a plan, claimed.
 *
 * @param id unique across tables
 * @param range its keys
 * @param interruptions how often a session ended while it worked on this chunk and others
 * went through
 */
public record Chunk(long id, KeyRange range, int interruptions) {
}
