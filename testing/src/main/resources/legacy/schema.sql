-- The legacy store, as it was found. Its secondary indexes and foreign key stand in constraints.sql.
CREATE SCHEMA blue;

CREATE TABLE blue.currencies (
    code         char(3) PRIMARY KEY,
    minor_digits int     NOT NULL
);

INSERT INTO blue.currencies (code, minor_digits)
VALUES ('EUR', 2), ('USD', 2), ('GBP', 2), ('JPY', 0), ('KWD', 3), ('BHD', 3);

CREATE TABLE blue.payments (
    payment_id         bigint         PRIMARY KEY,
    amount             numeric(19, 4) NOT NULL,         -- major units
    currency           char(3)        NOT NULL,
    status             varchar(16)    NOT NULL,         -- upper case
    created_at         timestamp      NOT NULL,         -- means UTC
    updated_at         timestamp,
    card_token         text,
    card_last4         char(4),
    customer_name      text,
    customer_email     text,
    description        text,
    attributes         text,                            -- k=v;k=v
    merchant_reference varchar(64)
);

CREATE TABLE blue.payment_events (
    payment_id  bigint         NOT NULL,
    event_no    int            NOT NULL,
    event_type  varchar(16)    NOT NULL,                -- upper case
    occurred_at timestamp      NOT NULL,                -- means UTC
    amount      numeric(19, 4),
    note        text,
    PRIMARY KEY (payment_id, event_no)
);

-- What the application may do: write rows here, and nothing else anywhere.
GRANT USAGE ON SCHEMA blue TO payments_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA blue TO payments_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA blue GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO payments_app;
