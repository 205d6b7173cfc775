package io.bluegreen.jobs.rights;

/**
 * A right that a role lacks.
 *
 * @param act what the role may not do, in words: "SELECT shop.orders"
 * @param grant the statement that lets it
 * @param needed false where it is only supposed: a function was found by its name in the
 * text of another
 */
public record LackingRight(String act, String grant, boolean needed) {
}
