package io.bluegreen.jobs.verify;

import java.util.Collection;
import java.util.Comparator;

/**
 * The three answers, the strongest last.
 */
public enum Answer {

	/** Both sides say the same. */
	MATCH,

	/** Nobody can tell: an error, a cap, a row that would not settle. */
	INCOMPLETE,

	/** At least one confirmed difference. */
	DIFFER;

	/** The answer for several tables. */
	static Answer of(Collection<Answer> answers) {
		return answers.stream().max(Comparator.naturalOrder()).orElse(INCOMPLETE);
	}

}
