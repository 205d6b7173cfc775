package io.bluegreen.dualwrite;

/**
 * What this process is, from its start to its end.
 *
 * @param stage how far it has moved
 * @param version which of the two versions of the service it is, {@code blue} or
 * {@code green} unless set; the label of its meters
 * @param generation counts deployments: a fence shuts out all below one
 */
public record Release(Stage stage, String version, long generation) {
}
