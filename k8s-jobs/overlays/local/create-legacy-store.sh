#!/bin/sh
# The legacy store as the tests have it: roles, an owner, the tables.
set -eu
superuser() {
	psql -v ON_ERROR_STOP=1 -U postgres -d payments -f "/legacy/$1"
}
owner() {
	psql -v ON_ERROR_STOP=1 -U legacy_owner -d payments -f "/legacy/$1"
}
superuser roles.sql
superuser owner.sql
owner schema.sql
owner constraints.sql
