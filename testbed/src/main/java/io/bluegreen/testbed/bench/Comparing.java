package io.bluegreen.testbed.bench;

import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * A comparison of both sides, by range.
 *
 * @param template its SQL, with gaps for the range and for columns
 */
record Comparing(Mapping mapping, String template) {

	/** Any two: hashes cost the same under all of them. */
	private static final long ROW_SEED = 42;

	private static final long MIX_SEED = 4711;

	StatementSpec checksums(JdbcClient client, KeyRange range) {
		List<Column> all = Stream
			.of(this.mapping.key().stream(), this.mapping.version().stream(), this.mapping.content().stream())
			.flatMap((columns) -> columns)
			.toList();
		return statement(client, range, Mapping.list(all, "b"), Mapping.list(all, "g")).param("rowSeed", ROW_SEED)
			.param("mixSeed", MIX_SEED);
	}

	StatementSpec exact(JdbcClient client, KeyRange range) {
		return statement(client, range, this.mapping.contentDiffers("b", "g"), "");
	}

	private StatementSpec statement(JdbcClient client, KeyRange range, String gap, String otherGap) {
		return client.sql(this.template.formatted(range.predicate("b", this.mapping.key()),
				range.predicate("g", this.mapping.key()), range.predicate("s", this.mapping.sourceKey()), gap,
				otherGap))
			.params(range.parameters());
	}

}
