package io.bluegreen.jobs.verify;

import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextLists;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.RowSource;

/**
 * What a {@link Recheck} says to PostgreSQL, built from the mapping.
 */
record RecheckSql(Mapping mapping, Totals totals) {

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
				WITH open (key) AS (
				    SELECT q.key FROM bluegreen.changed_key q WHERE q.table_name = :table AND q.error IS NULL
				    UNION ALL {open}
				), gone (key) AS (
				    {gone}
				), look AS (
				    SELECT d.key, d.kind AS first_kind, d.blue_version AS first_blue_version,
				           d.blue_digest AS first_blue_digest, d.green_version AS first_green_version,
				           d.green_digest AS first_green_digest,
				           ({differs}) AS differs, b.{key} IS DISTINCT FROM NULL AS in_blue, g.{key} IS DISTINCT FROM NULL AS in_green,
				           {blueVersion} AS blue_version, {greenVersion} AS green_version, {blueDigest} AS blue_digest, {greenDigest} AS green_digest,
				           ({differenceKey}) IN (SELECT {openKey} FROM open o) AS open, ({differenceKey}) IN (SELECT {openKey} FROM gone o) AS gone{totals}
				    FROM bluegreen.difference d
				    LEFT JOIN (SELECT * FROM {rows} b WHERE {condition}) b ON ({keyOfBlue}) = ({differenceKey})
				    LEFT JOIN (SELECT * FROM {green} g WHERE {inGreen}) g ON ({keyOfGreen}) = ({differenceKey})
				    WHERE d.plan_id = :plan AND d.state = 'candidate' AND d.key IN ({keys})
				), judged AS (
				    SELECT l.*,
				           CASE WHEN NOT in_blue THEN 'extra' WHEN NOT in_green THEN 'missing' ELSE 'mismatched' END AS kind,
				           CASE WHEN NOT differs OR NOT in_blue AND NOT in_green THEN 'same'
				                WHEN in_blue AND in_green AND green_version >= blue_version AND NOT open THEN 'confirmed'
				                WHEN :nextLook = 'FOR_ALL' OR open AND :nextLook = 'FOR_OPEN' THEN 'candidate'
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

	/**
	 * The statement for some keys.
	 * @param rows of Blue
	 */
	String look(KeySet keys, RowSource rows) {
		ComparisonSql sql = new ComparisonSql(this.mapping, this.totals);
		PairTotals pair = new PairTotals(this.totals);
		return LOOK.with("open", open().rows())
			.with("gone", gone().rows())
			.with("differs", sql.differs())
			.with("key", sql.firstKey())
			.with("blueVersion", sql.version("b"))
			.with("greenVersion", sql.version("g"))
			.with("blueDigest", sql.digest("b"))
			.with("greenDigest", sql.digest("g"))
			.with("differenceKey", typed("d"))
			.with("openKey", typed("o"))
			.with("totals", pair.columns())
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("keyOfBlue", this.mapping.key("b"))
			.with("green", sql.green())
			.with("inGreen", keys.predicate("g", this.mapping.key()))
			.with("keyOfGreen", this.mapping.key("g"))
			.with("keys", keys.texts())
			.with("blueGroup", pair.group("blue"))
			.with("blueSums", pair.sums("blue"))
			.with("groupByBlue", pair.groupBy("blue"))
			.with("greenGroup", pair.group("green"))
			.with("greenSums", pair.sums("green"))
			.with("groupByGreen", pair.groupBy("green"))
			.sql();
	}

	/** Parameters: keys whose change the reconcile has not taken over. */
	TextLists open() {
		return new TextLists("open", this.mapping.key().size());
	}

	/** Parameters: keys that were deleted, or changed away. */
	TextLists gone() {
		return new TextLists("gone", this.mapping.key().size());
	}

	/** A noted key, in the types of the key columns. */
	private String typed(String alias) {
		return Columns.of(this.mapping.key()).typedElements(alias + ".key");
	}

}
