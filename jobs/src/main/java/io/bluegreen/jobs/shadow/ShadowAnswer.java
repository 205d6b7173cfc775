package io.bluegreen.jobs.shadow;

import java.util.List;
import java.util.Map;

/**
 * What came of it.
 *
 * @param answer MATCH, DIFFER, or INCOMPLETE where too little could be compared
 * @param asked keys that both services were asked for
 * @param failed of these: one of the services did not answer, or with an error of its own
 * @param fields what differed, and for how many keys: {@code status}, a header, or a
 * field of the body
 * @param paths some of those that differed
 */
public record ShadowAnswer(String answer, int asked, int matching, int differing, int failed,
		Map<String, Integer> fields, List<String> paths) {
}
