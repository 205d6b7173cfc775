package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.RowHash;
import io.bluegreen.transport.RowSource;

/**
 * What a comparison says to PostgreSQL, built from the mapping. Blue's rows are
 * {@code b}, Green's {@code g}.
 */
class ComparisonSql {

	/**
	 * OFFSET 0 keeps the view's expressions from being written into each place that names
	 * them, where they would be evaluated once more.
	 */
	private static final String SUMS = """
			SELECT '%1$s' AS side, %2$s AS money, count(*) AS n, %3$s AS hash, %4$s AS sums
			FROM (SELECT * FROM %5$s %6$s WHERE %7$s OFFSET 0) %6$s %8$s
			""";

	private static final String SOURCE = """
			SELECT 'source' AS side, '{}'::text[] AS money, count(*) AS n, 0::bigint AS hash, '{}'::text[] AS sums
			FROM %s s WHERE %s
			""";

	private static final String BLUE = "count(*) FILTER (WHERE p.blue)";

	private static final String GREEN = "count(*) FILTER (WHERE p.green)";

	private static final String PAIRS = """
			(SELECT * FROM %s b WHERE %s) b FULL JOIN (SELECT * FROM %s g WHERE %s) g ON (%s) = (%s)""";

	/**
	 * One row a group of pairs. OFFSET 0 lets the join itself compare, so that no more
	 * leaves it than the totals need: two tables of a thousand columns are too wide for
	 * one row.
	 */
	private static final SqlTemplate ROWS = SqlTemplate
		.of("""
				SELECT {group} AS money, count(*) FILTER (WHERE p.blue) AS blue, count(*) FILTER (WHERE p.green) AS green,
				       count(*) FILTER (WHERE p.differs) AS differing, {blueSums} AS blue_sums, {greenSums} AS green_sums,
				       {source} AS source, {there} AS there
				FROM (SELECT b.{key} IS NOT NULL AS blue, g.{key} IS NOT NULL AS green, ({differs}) AS differs{columns} FROM {pairs} OFFSET 0) p
				{groupBy}
				""");

	/** One row more, of what is there whatever the pairs, in the same snapshot. */
	private static final String THERE = """
			UNION ALL
			SELECT '{}', 0, 0, 0, '{}', '{}', %s, (SELECT count(*) FROM %s g WHERE %s)
			""";

	/**
	 * Notes the pairs that are not the same, to be looked at again, and sums up those
	 * that are.
	 */
	private static final SqlTemplate LOOK = SqlTemplate
		.of("""
				WITH pair AS MATERIALIZED (
				    SELECT coalesce({blueKey}, {greenKey}) AS key,
				           CASE WHEN b.{key} IS NULL THEN 'extra' WHEN g.{key} IS NULL THEN 'missing' ELSE 'mismatched' END AS kind,
				           {columns} AS columns, {blueVersion} AS blue_version, {greenVersion} AS green_version, {blueDigest} AS blue_digest, {greenDigest} AS green_digest
				    FROM {pairs}
				    WHERE {differs}
				), kept AS (
				    INSERT INTO bluegreen.difference
				        (plan_id, key, state, kind, columns, blue_version, green_version, blue_digest, green_digest)
				    SELECT DISTINCT ON (key) :plan, key, 'candidate', kind, columns, blue_version, green_version, blue_digest,
				           green_digest
				    FROM pair ORDER BY key LIMIT :room
				    ON CONFLICT (plan_id, key) DO UPDATE SET state = 'candidate'
				    RETURNING 1
				), same AS (
				    SELECT {group} AS money, count(*) AS n, {blueSums} AS blue_sums, {greenSums} AS green_sums
				    FROM (SELECT 1 AS one{totals} FROM {pairs} WHERE NOT ({differs}) OFFSET 0) p
				    {groupBy}
				)
				SELECT 'found' AS side, '{}'::text[] AS money, 0::bigint AS n, 0::bigint AS hash, '{}'::text[] AS sums,
				       count(*) AS differing, (SELECT count(*) FROM kept) AS kept, count(*) FILTER (WHERE kind = 'extra') AS extra,
				       (SELECT count(*) - count(DISTINCT ({keyOfBlue})) FROM {rows} b WHERE {condition}) AS repeated
				FROM pair
				UNION ALL SELECT 'blue', money, n, 0, blue_sums, 0, 0, 0, 0 FROM same WHERE n > 0
				UNION ALL SELECT 'green', money, n, 0, green_sums, 0, 0, 0, 0 FROM same WHERE n > 0
				""");

	private final Mapping mapping;

	private final Totals totals;

	ComparisonSql(Mapping mapping, Totals totals) {
		this.mapping = mapping;
		this.totals = totals;
	}

	/** One row a side and group, all in one snapshot. */
	String checksums(Keys keys) {
		return blueChecksums(keys) + " UNION ALL " + greenChecksums(keys);
	}

	/** Blue's part, and the number of rows of the source where a view shows them. */
	String blueChecksums(Keys keys) {
		String blue = sums("blue", "b", blue(), keys.predicate("b", this.mapping.fromKey()));
		return this.mapping.isOfTwoTables() ? blue
				: blue + " UNION ALL " + SOURCE.formatted(source(), keys.predicate("s", this.mapping.sourceKey()));
	}

	String greenChecksums(Keys keys) {
		return sums("green", "g", green(), keys.predicate("g", this.mapping.key()));
	}

	private String sums(String side, String alias, String rows, String condition) {
		return SUMS.formatted(side, this.totals.group(alias), checksum(alias), this.totals.sums(alias), rows, alias,
				condition, this.totals.groupBy(alias));
	}

	/** Pairs, and the number of rows of the source beside them. */
	String pairsAndSource(Keys keys, RowSource rows) {
		return this.mapping.isOfTwoTables() ? rows(keys, rows, BLUE, GREEN)
				: rows(keys, rows, "0", "0") + there(keys, "(" + countSource(keys) + ")");
	}

	/** Pairs, where the source is not within reach. */
	String pairs(Keys keys, RowSource rows) {
		return rows(keys, rows, "0", "0") + there(keys, "0");
	}

	String countSource(Keys keys) {
		return "SELECT count(*) FROM %s s WHERE %s".formatted(source(), keys.predicate("s", this.mapping.sourceKey()));
	}

	private String there(Keys keys, String source) {
		return THERE.formatted(source, green(), keys.predicate("g", this.mapping.key()));
	}

	private String rows(Keys keys, RowSource rows, String source, String there) {
		PairTotals pair = new PairTotals(this.totals);
		return ROWS.with("group", pair.group("green"))
			.with("blueSums", pair.sums("blue"))
			.with("greenSums", pair.sums("green"))
			.with("key", firstKey())
			.with("differs", differs())
			.with("columns", pair.columns())
			.with("pairs", joined(keys, rows))
			.with("groupBy", pair.groupBy("green"))
			.with("source", source)
			.with("there", there)
			.sql();
	}

	String look(Keys keys, RowSource rows) {
		String columns = Stream.concat(this.mapping.version().stream(), this.mapping.decisive().stream())
			.map((column) -> "CASE WHEN %s IS DISTINCT FROM %s THEN %s END".formatted(column.compared("b"),
					column.compared("g"), literal(column.name())))
			.collect(Collectors.joining(", ",
					"CASE WHEN b.%1$s IS NULL OR g.%1$s IS NULL THEN '{}' ELSE array_remove(ARRAY["
						.formatted(firstKey()),
					"]::text[], NULL) END"));
		PairTotals pair = new PairTotals(this.totals);
		return LOOK.with("blueKey", keyOrNull("b"))
			.with("greenKey", keyOrNull("g"))
			.with("key", firstKey())
			.with("columns", columns)
			.with("blueVersion", version("b"))
			.with("greenVersion", version("g"))
			.with("blueDigest", digest("b"))
			.with("greenDigest", digest("g"))
			.with("pairs", joined(keys, rows))
			.with("differs", differs())
			.with("keyOfBlue", this.mapping.key("b"))
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("group", pair.group("green"))
			.with("blueSums", pair.sums("blue"))
			.with("greenSums", pair.sums("green"))
			.with("totals", pair.columns())
			.with("groupBy", pair.groupBy("green"))
			.sql();
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
		return "CASE WHEN %1$s.%2$s IS NOT NULL THEN %3$s END".formatted(alias, firstKey(),
				RowHash.of(this.mapping.content(), alias, ":rowSeed"));
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

	private String joined(Keys keys, RowSource rows) {
		return PAIRS.formatted(rows.relation(), rows.condition(), green(), keys.predicate("g", this.mapping.key()),
				this.mapping.key("b"), this.mapping.key("g"));
	}

	private String keyOrNull(String alias) {
		return "CASE WHEN %s.%s IS NOT NULL THEN %s END".formatted(alias, firstKey(), this.mapping.keyText(alias));
	}

	private String checksum(String alias) {
		List<Column> all = Stream
			.of(this.mapping.key().stream(), this.mapping.version().stream(), this.mapping.content().stream())
			.flatMap((columns) -> columns)
			.toList();
		return "bit_xor(" + RowHash.mixed(all, alias, ":rowSeed", ":mixSeed") + ")";
	}

	private static String literal(String name) {
		return "'" + name.replace("'", "''") + "'";
	}

}
