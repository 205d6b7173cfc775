package io.bluegreen.jobs.work;

/**
 * Is told what happens to the work on a plan, by whichever worker it happens to: it must
 * return at once, and nothing that it does may fail.
 */
@FunctionalInterface
public interface WorkListener {

	void on(WorkEvent event);

}
