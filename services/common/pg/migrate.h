/* Creating and upgrading the database: numbered migrations, each in a transaction with its ledger
 * row; then functions and roles, which are idempotent and re-applied. One migrator at a time per
 * database, by an advisory lock; the others wait and then find nothing to do. */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "embed.h"
#include "pg.h"

/* What is to be applied: lists ended by a NULL name. Migrations are named NNNN_name.sql, numbered
 * from 1 without a gap, and say "-- breaking: yes|no" on their second line. */
struct migrate_set {
    const struct embed *migrations;
    const struct embed *functions; /* in the order of their names */
    const struct embed *roles;
};

struct migrate_report {
    int64_t version; /* of the database now */
    int64_t applied; /* migrations applied by this call */
};

/* What this program carries (schema/). */
struct migrate_set migrate_shipped(void);
/* Bring the database that `db` (its owner) is connected to up to `set`. Changes nothing when it is
 * there. RC_REFUSED, nothing changed: the database is newer than `set`, or a migration was changed
 * after it was applied. A migration that fails is rolled back, those before it stay. */
MUST_CHECK rc_t migrate_run(pg_t *db, const struct migrate_set *set,
                            struct migrate_report *ret_report, struct problem *problem);
/* Whether a process built with `set` can work on the database: RC_UNAVAILABLE while it is older or
 * not ready for this role (somebody must migrate), RC_REFUSED when it is newer by a breaking
 * migration. Read only. */
MUST_CHECK rc_t migrate_check(pg_t *db, const struct migrate_set *set, struct problem *problem);

#endif
