CREATE SCHEMA IF NOT EXISTS green;

CREATE TABLE IF NOT EXISTS green.payments (
    payment_id         bigint      NOT NULL PRIMARY KEY,
    amount_minor       bigint      NOT NULL,
    currency           char(3)     NOT NULL,
    status             text        NOT NULL
        CHECK (status IN ('pending', 'authorized', 'captured', 'refunded', 'failed', 'cancelled')),
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz,
    card_token         text,
    card_last4         char(4),
    customer_name      text,
    customer_email     text,
    description        text,
    merchant_reference text,
    metadata_json      jsonb       NOT NULL,
    row_version        bigint      NOT NULL,
    migrated_at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS green.payment_events (
    payment_id  bigint        NOT NULL,
    event_no    integer       NOT NULL,
    event_type  text          NOT NULL,
    occurred_at timestamptz   NOT NULL,
    amount      numeric(19, 4),
    note        text,
    row_version bigint        NOT NULL,
    PRIMARY KEY (payment_id, event_no)
);
