package io.bluegreen.manifests.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * A pod that was started.
 */
interface Pod {

	/** Is there once its container is over. */
	CompletableFuture<PodEnd> end();

	/** Ends it, since its Job is over. */
	void delete();

	/**
	 * Starts the pods of one Job.
	 */
	@FunctionalInterface
	interface Starter {

		/**
		 * Starts one.
		 * @param index of an Indexed Job, else 0
		 */
		Pod start(int index);

	}

}
