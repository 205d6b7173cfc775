WITH open (key) AS (
    SELECT q.key FROM bluegreen.changed_key q WHERE q.table_name = :table AND q.error IS NULL
    UNION ALL SELECT ARRAY[k0] FROM unnest(:open0::text[]) keys (k0)
), gone (key) AS (
    SELECT ARRAY[k0] FROM unnest(:gone0::text[]) keys (k0)
), look AS (
    SELECT d.key, d.kind AS first_kind, d.blue_version AS first_blue_version,
           d.blue_digest AS first_blue_digest, d.green_version AS first_green_version,
           d.green_digest AS first_green_digest,
           (b.id IS NOT DISTINCT FROM NULL OR g.id IS NOT DISTINCT FROM NULL
            OR ROW(b.region COLLATE pg_catalog."C", b.total) IS DISTINCT FROM
               ROW(g.region COLLATE pg_catalog."C", g.total)) AS differs,
           b.id IS DISTINCT FROM NULL AS in_blue, g.id IS DISTINCT FROM NULL AS in_green,
           NULL::bigint AS blue_version, NULL::bigint AS green_version,
           CASE WHEN b.id IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(b.region COLLATE pg_catalog."C", int8send(b.total)), :rowSeed) END AS blue_digest,
           CASE WHEN g.id IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(g.region COLLATE pg_catalog."C", int8send(g.total)), :rowSeed) END AS green_digest,
           ((d.key[1])::text::bigint) IN (SELECT (o.key[1])::text::bigint FROM open o) AS open,
           ((d.key[1])::text::bigint) IN (SELECT (o.key[1])::text::bigint FROM gone o) AS gone
    FROM bluegreen.difference d
    LEFT JOIN (SELECT * FROM blue.account b
               WHERE (b.id) IN (SELECT (keys.k0)::text::bigint AS id FROM unnest(:key0::text[]) keys (k0))) b
        ON (b.id) = ((d.key[1])::text::bigint)
    LEFT JOIN (SELECT * FROM green.account g
               WHERE (g.id) IN (SELECT (keys.k0)::text::bigint AS id FROM unnest(:key0::text[]) keys (k0))) g
        ON (g.id) = ((d.key[1])::text::bigint)
    WHERE d.plan_id = :plan AND d.state = 'candidate'
      AND d.key IN (SELECT ARRAY[k0] FROM unnest(:key0::text[]) keys (k0))
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
SELECT 'blue' AS side, ARRAY[]::text[] AS money, count(*) AS n, 0 AS hash, ARRAY[]::text[] AS sums
FROM judged p WHERE judgement <> 'candidate' AND in_blue
UNION ALL
SELECT 'green', ARRAY[]::text[], count(*), 0, ARRAY[]::text[]
FROM judged p WHERE judgement <> 'candidate' AND in_green
