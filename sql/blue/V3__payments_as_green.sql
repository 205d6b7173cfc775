-- The mapping, written once: Blue in Green's shape. The jobs, the dual write and the verification all read these views.

-- 'k=v;k=v' as a JSON object; a pair is split at its first '='. What is no such list is an error, so that the row
-- becomes a reject: it must not turn into an object that nobody wrote. Most lists have no '=' in a value; they take the
-- first way, which is four times as fast.
CREATE OR REPLACE FUNCTION blue.attributes_as_jsonb(attributes text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN attributes IS NULL OR attributes = '' THEN '{}'::jsonb
        WHEN attributes ~ '^[^;=]+=[^;=]*(;[^;=]+=[^;=]*)*$'
            THEN jsonb_object(string_to_array(replace(attributes, '=', ';'), ';'))
        WHEN attributes ~ '^[^;=]+=[^;]*(;[^;=]+=[^;]*)*$'
            THEN jsonb_object(string_to_array(regexp_replace(attributes, '(^|;)([^;=]+)=', '\1\2;', 'g'), ';'))
        ELSE jsonb_object(ARRAY[attributes])
    END;

-- The left join keeps a payment in a currency that nobody declared: its amount is NULL, which Green refuses, so it
-- is listed as a reject and not dropped. The same holds for an amount finer than its currency's minor unit.
CREATE OR REPLACE VIEW blue.payments_as_green AS
SELECT p.payment_id,
       CASE WHEN p.amount * m.factor = trunc(p.amount * m.factor)
            THEN (p.amount * m.factor)::bigint END                          AS amount_minor,
       p.currency,
       lower(p.status)::text                                                AS status,
       p.created_at AT TIME ZONE 'UTC'                                      AS created_at,
       p.updated_at AT TIME ZONE 'UTC'                                      AS updated_at,
       p.card_token,
       p.card_last4,
       p.customer_name,
       p.customer_email,
       p.description,
       p.merchant_reference::text                                           AS merchant_reference,
       coalesce(p.metadata_json, blue.attributes_as_jsonb(p.attributes))    AS metadata_json,
       p.row_version
FROM blue.payments p
LEFT JOIN blue.currencies c ON c.code = p.currency
CROSS JOIN LATERAL (SELECT (ARRAY[1, 10, 100, 1000, 10000])[c.minor_digits + 1] AS factor) m;

CREATE OR REPLACE VIEW blue.payment_events_as_green AS
SELECT e.payment_id,
       e.event_no,
       lower(e.event_type)::text            AS event_type,
       e.occurred_at AT TIME ZONE 'UTC'     AS occurred_at,
       e.amount,
       e.note,
       e.row_version
FROM blue.payment_events e;
