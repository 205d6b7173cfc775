#!/bin/sh
# The legacy store as the tests have it: roles, an owner, the tables, and a thousand payments with their events.
set -eu
superuser() {
	psql -q -v ON_ERROR_STOP=1 -U postgres -d payments -f "/legacy/$1"
}
owner() {
	psql -q -v ON_ERROR_STOP=1 -U legacy_owner -d payments -f "$1"
}
# Binds, which psql does not know: how many rows, and the seed of what is in them.
fill() {
	sed 's/?::bigint AS rows/1000::bigint AS rows/; s/?::bigint/1::bigint/' "/legacy/$1" | owner -
}
superuser roles.sql
superuser owner.sql
owner /legacy/schema.sql
fill fill-payments.sql
fill fill-events.sql
owner /legacy/constraints.sql
owner /legacy/analyze.sql
