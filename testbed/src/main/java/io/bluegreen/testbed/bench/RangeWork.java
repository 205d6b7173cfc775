package io.bluegreen.testbed.bench;

import io.bluegreen.apply.Apply;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a floor does with one range: the statements of the jobs, and nothing around them.
 */
@FunctionalInterface
interface RangeWork {

	void run(JdbcClient client, KeyRange range);

	static RangeWork apply(Mapping mapping) {
		Apply apply = new Apply(mapping);
		return (client, range) -> {
			if (apply.isEmpty(client, range)) {
				apply.insert(client, range);
			}
			else {
				apply.apply(client, range);
			}
		};
	}

	static RangeWork checksums(Comparing comparing) {
		return (client, range) -> {
			long[] difference = new long[1];
			Comparing.statement(client, comparing.checksums(range), range).query((row) -> {
				difference[0] ^= row.getLong("hash");
			});
			requireSame(difference[0] == 0);
		};
	}

	static RangeWork exact(Comparing comparing) {
		return (client, range) -> {
			long[] differing = new long[1];
			Comparing.statement(client, comparing.exact(range), range).query((row) -> {
				differing[0] += row.getLong("differing");
			});
			requireSame(differing[0] == 0);
		};
	}

	static void requireSame(boolean same) {
		if (!same) {
			throw new IllegalStateException("Green is not what the mapping says: no figure would mean anything");
		}
	}

}
