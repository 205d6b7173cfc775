package io.bluegreen.jobs.verify;

import java.security.SecureRandom;

/**
 * Seeds of one run's hashes, random so that nobody can aim at a collision, and kept as
 * evidence.
 *
 * @param row of the hash of a row
 * @param mix of the hash of that hash: a row's hash alone is linear in its columns, so
 * that two rows which exchange a value would leave the aggregate as it was
 */
record Seeds(long row, long mix) {

	static Seeds random() {
		SecureRandom random = new SecureRandom();
		return new Seeds(random.nextLong(), random.nextLong());
	}

}
