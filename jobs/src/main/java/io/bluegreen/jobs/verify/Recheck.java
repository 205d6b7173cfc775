package io.bluegreen.jobs.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * One more look at rows that were not the same, and what follows from it.
 */
class Recheck {

	/**
	 * {@code open} are keys whose change the reconcile has not taken over, or not set
	 * yet: their next life may have a lower version than the one that Green still has.
	 * (One that Green refused waits for nobody: it is judged as any other.) Of
	 * {@code gone} keys Green may have reached the first life and lost it again since. A
	 * row of Green without a version is behind any other. What was judged is noted as it
	 * was seen then: a repair knows the row again by it.
	 */
	private static final SqlTemplate LOOK = SqlTemplate
		.of("""
				WITH open AS (
				    SELECT q.key FROM bluegreen.changed_key q WHERE q.table_name = :table AND q.error IS NULL
				    UNION ALL SELECT ARRAY[{listed}] FROM unnest({open}) l ({listed})
				), gone AS (
				    SELECT ARRAY[{listed}] AS key FROM unnest({gone}) l ({listed})
				), look AS (
				    SELECT d.key, d.kind AS first_kind, d.blue_version AS first_blue_version,
				           d.blue_digest AS first_blue_digest, d.green_version AS first_green_version,
				           d.green_digest AS first_green_digest,
				           ({differs}) AS differs, b.{key} IS NOT NULL AS in_blue, g.{key} IS NOT NULL AS in_green,
				           {blueVersion} AS blue_version, {greenVersion} AS green_version, {blueDigest} AS blue_digest, {greenDigest} AS green_digest,
				           ({differenceKey}) IN (SELECT {openKey} FROM open o) AS open, ({differenceKey}) IN (SELECT {openKey} FROM gone o) AS gone{totals}
				    FROM bluegreen.difference d
				    LEFT JOIN {sides}
				    WHERE d.plan_id = :plan AND d.state = 'candidate' AND d.key IN (SELECT ARRAY[{listedText}] FROM unnest({keys}) l ({listed}))
				), judged AS (
				    SELECT l.*,
				           CASE WHEN NOT in_blue THEN 'extra' WHEN NOT in_green THEN 'missing' ELSE 'mismatched' END AS kind,
				           CASE WHEN NOT differs OR NOT in_blue AND NOT in_green THEN 'same'
				                WHEN in_blue AND in_green AND green_version >= blue_version AND NOT open THEN 'confirmed'
				                WHEN :patience = 'FOR_ALL' OR open AND :patience = 'FOR_OPEN' THEN 'candidate'
				                WHEN open THEN 'open'
				                WHEN NOT in_blue AND first_kind = 'extra' AND (green_version, green_digest)
				                     IS NOT DISTINCT FROM (first_green_version, first_green_digest) THEN 'confirmed'
				                WHEN NOT in_blue OR first_kind = 'extra' THEN 'unsettled'
				                WHEN blue_version IS NULL AND blue_digest = first_blue_digest THEN 'confirmed'
				                WHEN gone THEN 'unsettled'
				                WHEN NOT in_green OR green_version < first_blue_version THEN 'confirmed'
				                WHEN blue_version IS NOT NULL AND green_version IS NULL THEN 'confirmed'
				                ELSE 'unsettled' END AS judgement
				    FROM look l
				), settled AS (
				    DELETE FROM bluegreen.difference d USING judged j
				    WHERE d.plan_id = :plan AND d.key = j.key AND j.judgement = 'same'
				), noted AS (
				    UPDATE bluegreen.difference d
				    SET state = j.judgement, kind = CASE j.judgement WHEN 'confirmed' THEN j.kind ELSE d.kind END,
				        blue_version = j.blue_version, green_version = j.green_version, blue_digest = j.blue_digest,
				        green_digest = j.green_digest
				    FROM judged j
				    WHERE d.plan_id = :plan AND d.key = j.key AND j.judgement IN ('confirmed', 'unsettled', 'open')
				)
				SELECT 'blue' AS side, {blueGroup} AS money, count(*) AS n, 0 AS hash, {blueSums} AS sums
				FROM judged p WHERE judgement <> 'candidate' AND in_blue {groupByBlue}
				UNION ALL
				SELECT 'green', {greenGroup}, count(*), 0, {greenSums} FROM judged p WHERE judgement <> 'candidate' AND in_green {groupByGreen}
				""");

	/** Which rows that are not the same may be left for another look. */
	enum Patience {

		FOR_ALL, FOR_OPEN, NONE

	}

	private static final String SIDES = "(SELECT * FROM %s b WHERE %s) b ON (%s) = (%s) "
			+ "LEFT JOIN (SELECT * FROM %s g WHERE %s) g ON (%s) = (%4$s)";

	private final Side green;

	private final Comparison comparison;

	private final SideReader reader;

	Recheck(Side green, Comparison comparison, SideReader reader) {
		this.reader = reader;
		this.green = green;
		this.comparison = comparison;
	}

	/**
	 * Looks at noted keys. All of Green's rows are of the transaction's snapshot, which
	 * is older than Blue's where these are two databases: Green can only look too far
	 * behind.
	 * @param patience which rows may be left for another look
	 * @return the rows that were judged, as groups of the totals
	 */
	List<Group> look(KeySet keys, Patience patience) {
		ComparisonSql sql = this.comparison.sql();
		Mapping mapping = this.comparison.mapping();
		SideReader.Looked looked = this.reader.look(keys,
				this.comparison.since().filter((since) -> patience != Patience.FOR_ALL));
		String sides = SIDES.formatted(looked.rows().relation(), looked.rows().condition(), mapping.key("b"),
				typed("d"), sql.green(), keys.predicate("g", mapping.key()), mapping.key("g"));
		PairTotals pair = new PairTotals(this.comparison.totals());
		return this.green.client()
			.sql(LOOK.with("differs", sql.differs())
				.with("key", sql.firstKey())
				.with("blueVersion", sql.version("b"))
				.with("greenVersion", sql.version("g"))
				.with("blueDigest", sql.digest("b"))
				.with("greenDigest", sql.digest("g"))
				.with("differenceKey", typed("d"))
				.with("openKey", typed("o"))
				.with("sides", sides)
				.with("listed", join((i) -> "l" + i))
				.with("open", join((i) -> ":open" + i + "::text[]"))
				.with("gone", join((i) -> ":gone" + i + "::text[]"))
				.with("keys", join((i) -> ":key" + i))
				.with("listedText", join((i) -> "l" + i + "::text"))
				.with("totals", pair.columns())
				.with("blueGroup", pair.group("blue"))
				.with("blueSums", pair.sums("blue"))
				.with("groupByBlue", pair.groupBy("blue"))
				.with("greenGroup", pair.group("green"))
				.with("greenSums", pair.sums("green"))
				.with("groupByGreen", pair.groupBy("green"))
				.sql())
			.params(keys.parameters())
			.params(looked.rows().parameters())
			.params(lists("open", looked.open()))
			.params(lists("gone", looked.gone()))
			.param("plan", this.comparison.plan())
			.param("table", mapping.table())
			.param("rowSeed", this.comparison.seeds().row())
			.param("patience", patience.name())
			.query((row, i) -> Sums.of(row, i).money())
			.list();
	}

	/** A list for each column of keys. */
	private Map<String, Object> lists(String name, KeySet keys) {
		Map<String, Object> lists = new HashMap<>();
		for (int i = 0; i < this.comparison.mapping().key().size(); i++) {
			int column = i;
			lists.put(name + i, keys.keys().stream().map((key) -> key.get(column)).toArray(String[]::new));
		}
		return lists;
	}

	/** A noted key, in the types of the key columns. */
	private String typed(String alias) {
		return Columns.of(this.comparison.mapping().key()).typedElements(alias + ".key");
	}

	private String join(IntFunction<String> element) {
		return Columns.of(this.comparison.mapping().key()).each(element);
	}

}
