WITH open (key) AS (
    SELECT q.key FROM bluegreen.changed_key q WHERE q.table_name = :table AND q.error IS NULL
    UNION ALL SELECT ARRAY[k0, k1] FROM unnest(:open0::text[], :open1::text[]) keys (k0, k1)
), gone (key) AS (
    SELECT ARRAY[k0, k1] FROM unnest(:gone0::text[], :gone1::text[]) keys (k0, k1)
), look AS (
    SELECT d.key, d.kind AS first_kind, d.blue_version AS first_blue_version,
           d.blue_digest AS first_blue_digest, d.green_version AS first_green_version,
           d.green_digest AS first_green_digest,
           (b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL OR b.row_version IS DISTINCT FROM g.row_version
            OR ROW(b."Amount", b.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
               ROW(g."Amount", g.email::text COLLATE pg_catalog."C")) AS differs,
           b.region IS DISTINCT FROM NULL AS in_blue, g.region IS DISTINCT FROM NULL AS in_green,
           b.row_version AS blue_version, g.row_version AS green_version,
           CASE WHEN b.region IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(numeric_send(trim_scale(b."Amount")), b.email::text COLLATE pg_catalog."C"), :rowSeed) END AS blue_digest,
           CASE WHEN g.region IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(numeric_send(trim_scale(g."Amount")), g.email::text COLLATE pg_catalog."C"), :rowSeed) END AS green_digest,
           ((d.key[1])::text::text, (d.key[2])::text::bigint) IN (SELECT (o.key[1])::text::text, (o.key[2])::text::bigint FROM open o) AS open,
           ((d.key[1])::text::text, (d.key[2])::text::bigint) IN (SELECT (o.key[1])::text::text, (o.key[2])::text::bigint FROM gone o) AS gone,
           b.region AS "blue group 0", b."Amount" AS "blue sum 0",
           g.region AS "green group 0", g."Amount" AS "green sum 0"
    FROM bluegreen.difference d
    LEFT JOIN (SELECT * FROM blue.entry_as_green b
               WHERE (b.region, b.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))) b
        ON (b.region, b.number) = ((d.key[1])::text::text, (d.key[2])::text::bigint)
    LEFT JOIN (SELECT * FROM green.entry g
               WHERE (g.region, g.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))) g
        ON (g.region, g.number) = ((d.key[1])::text::text, (d.key[2])::text::bigint)
    WHERE d.plan_id = :plan AND d.state = 'candidate'
      AND d.key IN (SELECT ARRAY[k0, k1] FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
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
SELECT 'blue' AS side, ARRAY[p."blue group 0"::text]::text[] AS money, count(*) AS n, 0 AS hash, ARRAY[sum(p."blue sum 0")::text]::text[] AS sums
FROM judged p WHERE judgement <> 'candidate' AND in_blue GROUP BY p."blue group 0"
UNION ALL
SELECT 'green', ARRAY[p."green group 0"::text]::text[], count(*), 0, ARRAY[sum(p."green sum 0")::text]::text[]
FROM judged p WHERE judgement <> 'candidate' AND in_green GROUP BY p."green group 0"
