package io.bluegreen.jobs.ledger;

import io.bluegreen.mapping.KeyRange;

/**
 * A chunk of a plan, claimed.
 *
 * @param id unique across tables
 * @param range its keys
 * @param interruptions how many claims of this chunk in a row ended with their session
 * @param halved whether it is a half of one that was interrupted too often
 */
public record Chunk(long id, KeyRange range, int interruptions, boolean halved) {
}
