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

	static RangeWork checksums(Mapping mapping) {
		Comparing comparing = new Comparing(mapping, Sql.named("checksums.sql"));
		return (client, range) -> {
			long[] difference = new long[1];
			comparing.checksums(client, range).query((row) -> {
				difference[0] ^= row.getLong("hash");
			});
			same(difference[0] == 0);
		};
	}

	static RangeWork exact(Mapping mapping) {
		Comparing comparing = new Comparing(mapping, Sql.named("exact.sql"));
		return (client, range) -> {
			long[] differing = new long[1];
			comparing.exact(client, range).query((row) -> {
				differing[0] += row.getLong("differing");
			});
			same(differing[0] == 0);
		};
	}

	private static void same(boolean same) {
		if (!same) {
			throw new IllegalStateException("Green is not what the mapping says: no figure would mean anything");
		}
	}

}
