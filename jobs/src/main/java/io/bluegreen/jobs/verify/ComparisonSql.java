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
 * {@code b}, Green's {@code g}. A side has no row where its key IS NOT DISTINCT FROM
 * NULL: of a composite value with a field that is NULL, neither IS NULL nor IS NOT NULL
 * holds.
 */
class ComparisonSql {

	/**
	 * OFFSET 0 keeps the view's expressions from being written into each place that names
	 * them, where they would be evaluated once more.
	 */
	private static final SqlTemplate SUMS = SqlTemplate.of("""
			SELECT '{side}' AS side, {group} AS money, count(*) AS n, {hash} AS hash, {sums} AS sums
			FROM (SELECT * FROM {rows} {alias} WHERE {condition} OFFSET 0) {alias} {groupBy}
			""");

	private static final SqlTemplate SOURCE = SqlTemplate.of("""
			SELECT 'source' AS side, '{}'::text[] AS money, count(*) AS n, 0::bigint AS hash, '{}'::text[] AS sums
			FROM {source} s WHERE {condition}
			""");

	private static final SqlTemplate COUNT_SOURCE = SqlTemplate.of("SELECT count(*) FROM {source} s WHERE {condition}");

	private static final String BLUE = "count(*) FILTER (WHERE p.blue)";

	private static final String GREEN = "count(*) FILTER (WHERE p.green)";

	private static final SqlTemplate PAIRS = SqlTemplate.of("""
			(SELECT * FROM {rows} b WHERE {condition}) b
			FULL JOIN (SELECT * FROM {green} g WHERE {inGreen}) g ON ({keyOfBlue}) = ({keyOfGreen})""");

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
				FROM (SELECT b.{key} IS DISTINCT FROM NULL AS blue, g.{key} IS DISTINCT FROM NULL AS green, ({differs}) AS differs{columns} FROM {pairs} OFFSET 0) p
				{groupBy}
				""");

	/** One row more, of what is there whatever the pairs, in the same snapshot. */
	private static final SqlTemplate THERE = SqlTemplate.of("""
			UNION ALL
			SELECT '{}', 0, 0, 0, '{}', '{}', {source}, (SELECT count(*) FROM {green} g WHERE {inGreen})
			""");

	/**
	 * Notes the pairs that are not the same, to be looked at again, and sums up those
	 * that are.
	 */
	private static final SqlTemplate LOOK = SqlTemplate
		.of("""
				WITH pair AS MATERIALIZED (
				    SELECT coalesce({blueKey}, {greenKey}) AS key,
				           CASE WHEN b.{key} IS NOT DISTINCT FROM NULL THEN 'extra' WHEN g.{key} IS NOT DISTINCT FROM NULL THEN 'missing' ELSE 'mismatched' END AS kind,
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
				       (SELECT count(*) - count(DISTINCT ({keyOfBlue})) FROM {rows} b WHERE {condition}){repeatedInGreen} AS repeated
				FROM pair
				UNION ALL SELECT 'blue', money, n, 0, blue_sums, 0, 0, 0, 0 FROM same WHERE n > 0
				UNION ALL SELECT 'green', money, n, 0, green_sums, 0, 0, 0, 0 FROM same WHERE n > 0
				""");

	private static final SqlTemplate REPEATED_IN_GREEN = SqlTemplate
		.of(" + (SELECT count(*) - count(DISTINCT ({keyOfGreen})) FROM {green} g WHERE {inGreen})");

	private static final SqlTemplate COLUMNS = SqlTemplate.of("""
			CASE WHEN b.{key} IS NOT DISTINCT FROM NULL OR g.{key} IS NOT DISTINCT FROM NULL THEN '{}'
			     ELSE array_remove(ARRAY[{columns}]::text[], NULL) END""");

	private static final SqlTemplate COLUMN = SqlTemplate
		.of("CASE WHEN {blue} IS DISTINCT FROM {green} THEN {name} END");

	private static final SqlTemplate DIFFERS = SqlTemplate
		.of("b.{key} IS NOT DISTINCT FROM NULL OR g.{key} IS NOT DISTINCT FROM NULL{otherVersion} OR {otherContent}");

	private static final SqlTemplate OTHER_VERSION = SqlTemplate.of(" OR b.{version} IS DISTINCT FROM g.{version}");

	private static final SqlTemplate OF_A_ROW = SqlTemplate
		.of("CASE WHEN {alias}.{key} IS DISTINCT FROM NULL THEN {value} END");

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
		return this.mapping.isOfTwoTables() ? blue : blue + " UNION ALL " + ofSource(SOURCE, keys);
	}

	String greenChecksums(Keys keys) {
		return sums("green", "g", green(), keys.predicate("g", this.mapping.key()));
	}

	private String sums(String side, String alias, String rows, String condition) {
		return SUMS.with("side", side)
			.with("group", this.totals.group(alias))
			.with("hash", checksum(alias))
			.with("sums", this.totals.sums(alias))
			.with("rows", rows)
			.with("alias", alias)
			.with("condition", condition)
			.with("groupBy", this.totals.groupBy(alias))
			.sql();
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
		return ofSource(COUNT_SOURCE, keys);
	}

	private String ofSource(SqlTemplate query, Keys keys) {
		return query.with("source", this.mapping.source().orElse(this.mapping.from()).sql())
			.with("condition", keys.predicate("s", this.mapping.sourceKey()))
			.sql();
	}

	private String there(Keys keys, String source) {
		return THERE.with("source", source)
			.with("green", green())
			.with("inGreen", keys.predicate("g", this.mapping.key()))
			.sql();
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
		PairTotals pair = new PairTotals(this.totals);
		return LOOK.with("blueKey", ofARow("b", this.mapping.keyText("b")))
			.with("greenKey", ofARow("g", this.mapping.keyText("g")))
			.with("key", firstKey())
			.with("columns", columns())
			.with("blueVersion", version("b"))
			.with("greenVersion", version("g"))
			.with("blueDigest", digest("b"))
			.with("greenDigest", digest("g"))
			.with("pairs", joined(keys, rows))
			.with("differs", differs())
			.with("keyOfBlue", this.mapping.key("b"))
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("repeatedInGreen", repeatedInGreen(keys))
			.with("group", pair.group("green"))
			.with("blueSums", pair.sums("blue"))
			.with("greenSums", pair.sums("green"))
			.with("totals", pair.columns())
			.with("groupBy", pair.groupBy("green"))
			.sql();
	}

	/** No index keeps a key from being in a table and in one that inherits from it. */
	private String repeatedInGreen(Keys keys) {
		return this.mapping.to().heirs() ? REPEATED_IN_GREEN.with("keyOfGreen", this.mapping.key("g"))
			.with("green", green())
			.with("inGreen", keys.predicate("g", this.mapping.key()))
			.sql() : "";
	}

	/** The names of those that are not the same; none where there is no pair. */
	private String columns() {
		String columns = Stream.concat(this.mapping.version().stream(), this.mapping.decisive().stream())
			.map((column) -> COLUMN.with("blue", column.compared("b"))
				.with("green", column.compared("g"))
				.with("name", literal(column.name()))
				.sql())
			.collect(Collectors.joining(", "));
		return COLUMNS.with("key", firstKey()).with("columns", columns).sql();
	}

	/** A condition that is true where a pair is not the same. */
	String differs() {
		return DIFFERS.with("key", firstKey())
			.with("otherVersion",
					this.mapping.version()
						.map((column) -> OTHER_VERSION.with("version", column.sql()).sql())
						.orElse(""))
			.with("otherContent", this.mapping.contentDiffers("b", "g"))
			.sql();
	}

	/** A 64-bit hash of the content of a row; NULL where there is no row. */
	String digest(String alias) {
		return ofARow(alias, RowHash.of(this.mapping.content(), alias, ":rowSeed"));
	}

	private String ofARow(String alias, String value) {
		return OF_A_ROW.with("alias", alias).with("key", firstKey()).with("value", value).sql();
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

	private String joined(Keys keys, RowSource rows) {
		return PAIRS.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("green", green())
			.with("inGreen", keys.predicate("g", this.mapping.key()))
			.with("keyOfBlue", this.mapping.key("b"))
			.with("keyOfGreen", this.mapping.key("g"))
			.sql();
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
