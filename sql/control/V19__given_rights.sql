-- Rights that migrate gave to a role because it lacked them: uninstall takes back these, and no others.
CREATE TABLE bluegreen.given_right (
    side     text        NOT NULL CHECK (side IN ('Blue', 'Green')),
    what     text        NOT NULL, -- SELECT ON shop.orders
    role     text        NOT NULL, -- as in SQL
    given_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (side, what, role)
);
