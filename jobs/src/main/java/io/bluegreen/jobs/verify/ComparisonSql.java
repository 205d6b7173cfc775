package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;

/**
 * What a comparison says to PostgreSQL, built from the mapping. Blue's rows are
 * {@code b}, Green's {@code g}.
 */
class ComparisonSql {

	/** One row a side and group, all in one snapshot. */
	private static final String CHECKSUMS = """
			SELECT 'blue' AS side, %1$s AS money, count(*) AS n, %2$s AS hash, %3$s AS sums FROM %4$s b WHERE %5$s %6$s
			UNION ALL
			SELECT 'green', %7$s, count(*), %8$s, %9$s FROM %10$s g WHERE %11$s %12$s
			UNION ALL
			SELECT 'source', '{}', count(*), 0, '{}' FROM %13$s s WHERE %14$s
			""";

	private static final String PAIRS = """
			(SELECT * FROM %s b WHERE %s) b FULL JOIN (SELECT * FROM %s g WHERE %s) g ON (%s) = (%s)""";

	/**
	 * One row a group of pairs, and one that counts what is there whatever the pairs, all
	 * in one snapshot.
	 */
	private static final String EXACT = """
			SELECT %1$s AS blue_money, %2$s AS green_money, count(b.%3$s) AS blue, count(g.%3$s) AS green,
			       count(*) FILTER (WHERE %4$s) AS differing, %5$s AS blue_sums, %6$s AS green_sums, 0 AS source, 0 AS there
			FROM %9$s
			%10$s
			UNION ALL
			SELECT '{}', '{}', 0, 0, 0, '{}', '{}', (SELECT count(*) FROM %7$s s WHERE %8$s),
			       (SELECT count(*) FROM %11$s g WHERE %12$s)
			""";

	/**
	 * Equal versions with other content are a difference at once; everything else is
	 * looked at again.
	 */
	private static final String LOOK = """
			WITH pair AS MATERIALIZED (
			    SELECT coalesce(%1$s, %2$s) AS key,
			           CASE WHEN b.%3$s IS NULL THEN 'extra' WHEN g.%3$s IS NULL THEN 'missing' ELSE 'mismatched' END AS kind,
			           %4$s AS columns, %5$s AS blue_version, %6$s AS green_version, %7$s AS blue_digest, %8$s AS green_digest
			    FROM %9$s
			    WHERE %10$s
			), kept AS (
			    INSERT INTO bluegreen.difference
			        (plan_id, key, state, kind, columns, blue_version, green_version, blue_digest, green_digest)
			    SELECT DISTINCT ON (key) :plan, key, CASE WHEN kind = 'mismatched' AND blue_version = green_version THEN 'confirmed'
			                            ELSE 'candidate' END,
			           kind, columns, blue_version, green_version, blue_digest, green_digest
			    FROM pair ORDER BY key LIMIT :room
			    RETURNING 1)
			SELECT count(*) AS differing, (SELECT count(*) FROM kept) AS kept, count(*) FILTER (WHERE kind = 'extra') AS extra,
			       (SELECT count(*) - count(DISTINCT (%11$s)) FROM %12$s b WHERE %13$s) AS repeated
			FROM pair
			""";

	private final Mapping mapping;

	private final Totals totals;

	ComparisonSql(Mapping mapping, Totals totals) {
		this.mapping = mapping;
		this.totals = totals;
	}

	String checksums(Keys keys) {
		return CHECKSUMS.formatted(this.totals.group("b"), checksum("b"), this.totals.sums("b"), blue(),
				keys.predicate("b", this.mapping.key()), this.totals.groupBy("b"), this.totals.group("g"),
				checksum("g"), this.totals.sums("g"), green(), keys.predicate("g", this.mapping.key()),
				this.totals.groupBy("g"), source(), keys.predicate("s", this.mapping.sourceKey()));
	}

	String exact(Keys keys) {
		return EXACT.formatted(this.totals.group("b"), this.totals.group("g"), firstKey(), differs(),
				this.totals.sums("b"), this.totals.sums("g"), source(), keys.predicate("s", this.mapping.sourceKey()),
				pairs(keys), this.totals.groupBy("b", "g"), green(), keys.predicate("g", this.mapping.key()));
	}

	String look(Keys keys) {
		String columns = Stream.concat(this.mapping.version().stream(), this.mapping.decisive().stream())
			.map((column) -> "CASE WHEN %s IS DISTINCT FROM %s THEN %s END".formatted(column.compared("b"),
					column.compared("g"), literal(column.name())))
			.collect(Collectors.joining(", ",
					"CASE WHEN b.%1$s IS NULL OR g.%1$s IS NULL THEN '{}' ELSE array_remove(ARRAY["
						.formatted(firstKey()),
					"]::text[], NULL) END"));
		return LOOK.formatted(keyOrNull("b"), keyOrNull("g"), firstKey(), columns, version("b"), version("g"),
				digest("b"), digest("g"), pairs(keys), differs(), this.mapping.key("b"), blue(),
				keys.predicate("b", this.mapping.key()));
	}

	/** A condition that is true where a pair is not the same. */
	String differs() {
		String version = this.mapping.version()
			.map((column) -> " OR b.%1$s IS DISTINCT FROM g.%1$s".formatted(column.sql()))
			.orElse("");
		return "b.%1$s IS NULL OR g.%1$s IS NULL%2$s OR %3$s".formatted(firstKey(), version,
				this.mapping.contentDiffers("b", "g"));
	}

	/** A 64-bit hash of the content of a row; NULL where there is no row. */
	String digest(String alias) {
		return "CASE WHEN %1$s.%2$s IS NOT NULL THEN hash_record_extended(%3$s, :rowSeed) END".formatted(alias,
				firstKey(), row(alias, this.mapping.content()));
	}

	String version(String alias) {
		return this.mapping.version().map((column) -> alias + "." + column.sql()).orElse("NULL::bigint");
	}

	String firstKey() {
		return this.mapping.key().get(0).sql();
	}

	String blue() {
		return this.mapping.from().sql();
	}

	String green() {
		return this.mapping.to().sql();
	}

	private String source() {
		return this.mapping.source().orElse(this.mapping.from()).sql();
	}

	String pairs(Keys keys) {
		return PAIRS.formatted(blue(), keys.predicate("b", this.mapping.key()), green(),
				keys.predicate("g", this.mapping.key()), this.mapping.key("b"), this.mapping.key("g"));
	}

	private String keyOrNull(String alias) {
		return "CASE WHEN %s.%s IS NOT NULL THEN %s END".formatted(alias, firstKey(), this.mapping.keyText(alias));
	}

	private String checksum(String alias) {
		List<Column> all = Stream
			.of(this.mapping.key().stream(), this.mapping.version().stream(), this.mapping.content().stream())
			.flatMap((columns) -> columns)
			.toList();
		return "bit_xor(hashint8extended(hash_record_extended(%s, :rowSeed), :mixSeed))".formatted(row(alias, all));
	}

	private static String row(String alias, List<Column> columns) {
		return columns.stream()
			.flatMap((column) -> column.hashed(alias).stream())
			.collect(Collectors.joining(", ", "ROW(", ")"));
	}

	private static String literal(String name) {
		return "'" + name.replace("'", "''") + "'";
	}

}
