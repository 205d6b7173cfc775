package io.bluegreen.testbed.bench;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.catalog.Relation;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The SQL of a comparison of both sides, to the letter what verify sends: a floor that
 * asked for less would be none. The jobs' tests hold the two together.
 *
 * @param grouping the totals that are configured for the table
 */
public record Comparing(Mapping mapping, Grouping grouping) {

	/** Any two: hashes cost the same under all of them. */
	private static final long ROW_SEED = 42;

	private static final long MIX_SEED = 4711;

	private static final String SIDE = """
			SELECT '%1$s' AS side, %2$s AS money, count(*) AS n,
			bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(ROW(%3$s), :rowSeed))), :mixSeed)) AS hash, %4$s AS sums
			FROM (SELECT * FROM %5$s %6$s WHERE %7$s OFFSET 0) %6$s %8$s
			""";

	private static final String SOURCE = """
			SELECT 'source' AS side, '{}'::text[] AS money, count(*) AS n, 0::bigint AS hash, '{}'::text[] AS sums
			FROM %s s WHERE %s
			""";

	private static final String EXACT = """
			SELECT %1$s AS blue_money, %2$s AS green_money, count(b.%3$s) AS blue, count(g.%3$s) AS green,
			       count(*) FILTER (WHERE %4$s) AS differing, %5$s AS blue_sums, %6$s AS green_sums, 0 AS source, 0 AS there
			FROM (SELECT * FROM %7$s b WHERE %8$s) b FULL JOIN (SELECT * FROM %9$s g WHERE %10$s) g ON (%11$s) = (%12$s)
			%13$s
			UNION ALL
			SELECT '{}', '{}', 0, 0, 0, '{}', '{}', (SELECT count(*) FROM %14$s s WHERE %15$s),
			       (SELECT count(*) FROM %9$s g WHERE %10$s)
			""";

	static StatementSpec statement(JdbcClient client, String sql, Keys keys) {
		return client.sql(sql).params(keys.parameters()).param("rowSeed", ROW_SEED).param("mixSeed", MIX_SEED);
	}

	/** Both sides in one statement. */
	public String checksums(Keys keys) {
		return blueChecksums(keys) + " UNION ALL " + greenChecksums(keys);
	}

	/** Blue's side, and the number of rows of the source. */
	public String blueChecksums(Keys keys) {
		return side("blue", "b", this.mapping.from(), keys.predicate("b", this.mapping.fromKey())) + " UNION ALL "
				+ SOURCE.formatted(source(), keys.predicate("s", this.mapping.sourceKey()));
	}

	/** Green's side. */
	public String greenChecksums(Keys keys) {
		return side("green", "g", this.mapping.to(), keys.predicate("g", this.mapping.key()));
	}

	/** Every row with its counterpart. */
	public String exact(Keys keys) {
		return EXACT.formatted(this.grouping.values("b"), this.grouping.values("g"), this.mapping.key().get(0).sql(),
				differs(), this.grouping.sums("b"), this.grouping.sums("g"), this.mapping.from().sql(),
				keys.predicate("b", this.mapping.fromKey()), this.mapping.to().sql(),
				keys.predicate("g", this.mapping.key()), this.mapping.key("b"), this.mapping.key("g"),
				this.grouping.clause("b", "g"), source(), keys.predicate("s", this.mapping.sourceKey()));
	}

	/** A condition that is true where a pair is not the same. */
	String differs() {
		String version = this.mapping.version()
			.map((column) -> " OR b.%1$s IS DISTINCT FROM g.%1$s".formatted(column.sql()))
			.orElse("");
		return "b.%1$s IS NULL OR g.%1$s IS NULL%2$s OR %3$s".formatted(this.mapping.key().get(0).sql(), version,
				this.mapping.contentDiffers("b", "g"));
	}

	private String side(String name, String alias, Relation rows, String condition) {
		String hashed = Stream
			.of(this.mapping.key().stream(), this.mapping.version().stream(), this.mapping.content().stream())
			.flatMap((columns) -> columns)
			.map((column) -> column.hashed(alias))
			.collect(Collectors.joining(", "));
		return SIDE.formatted(name, this.grouping.values(alias), hashed, this.grouping.sums(alias), rows.sql(), alias,
				condition, this.grouping.clause(alias));
	}

	private String source() {
		return this.mapping.source().orElse(this.mapping.from()).sql();
	}

}
