package io.bluegreen.jobs.init;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A drafted mapping, whose components are those of the JSON document.
 *
 * @param view SQL for Blue
 * @param yaml a configuration file for this one table
 * @param reviews what somebody must look at before it runs, in sentences; they stand in
 * {@code view} and {@code yaml} as well, marked REVIEW
 * @param entry the lines for this table alone, as they stand below {@code tables:}
 */
public record Draft(String view, String yaml, List<String> reviews, @JsonIgnore List<String> entry) {
}
