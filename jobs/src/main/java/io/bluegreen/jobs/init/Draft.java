package io.bluegreen.jobs.init;

import java.util.List;

/**
 * A drafted mapping, whose components are those of the JSON document.
 *
 * @param view SQL for Blue
 * @param yaml a configuration file for this one table
 * @param doubts what somebody must look at before it runs, in sentences; they stand in
 * {@code view} and {@code yaml} as well
 */
public record Draft(String view, String yaml, List<String> doubts) {
}
