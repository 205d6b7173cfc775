package io.bluegreen.bench;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a round lets run next to each other.
 *
 * @param prepare makes what they find
 */
record Phase(Callable<?> prepare, List<Case> cases) {
}
