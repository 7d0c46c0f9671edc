/* From a server that may just have started to a database of the newest schema. Repeating it changes
 * nothing, which is what `up` counts on when it tries a stage again. */
#include "database.h"

#include <inttypes.h>
#include <stdio.h>

#include "clk.h"
#include "logline.h"
#include "migrate.h"
#include "pg.h"

/* A new server may refuse for a moment; milliseconds. */
enum { REACH_TRIES = 3, REACH_PAUSE_MS = 100 };

/* The same names as in schema/roles.sql; each process logs in as mlps_<its name>. */
const char *const DATABASE_ROLES[] = { CLUSTER_OWNER,     "mlps_registry",  "mlps_lifecycle",
                                       "mlps_delivery",   "mlps_sla",       "mlps_report",
                                       "mlps_scheduler",  "mlps_deadline",  "mlps_penalty",
                                       "mlps_reminder",   "mlps_export",    NULL };

/* Connect; in a private cluster the database is made when that fails. A killed createdb is run again. */
static rc_t reach(pg_t *db, const struct cluster *cluster, struct problem *problem)
{
    struct problem first = { .rc = RC_OK };
    rc_t rc = RC_UNAVAILABLE;
    if (!cluster)
        return pg_ready(db, problem);
    for (int i = 0; rc != RC_OK && i < REACH_TRIES; i++) {
        problem_clear(&first);
        rc = pg_ready(db, &first);
        if (rc != RC_OK && cluster_make_database(cluster, &first) != RC_OK)
            clk_pause_ms(REACH_PAUSE_MS);
    }
    return rc == RC_OK ? RC_OK : problem_set(problem, rc, first.field, "%s", first.text);
}

/* In the private cluster as its owner; on a database from outside as whom the DSN names, who
 * must be allowed to make roles. */
rc_t database_upgrade(const char *dsn, const struct cluster *cluster, struct problem *problem)
{
    struct pg_conf conf = { dsn, cluster ? CLUSTER_OWNER : NULL, "mlps-migrate" };
    struct migrate_set set = migrate_shipped();
    struct migrate_report report = { 0, 0 };
    char version[24];
    char applied[24];
    pg_t *db = pg_new(&conf);
    rc_t rc = reach(db, cluster, problem);
    if (rc == RC_OK)
        rc = migrate_run(db, &set, &report, problem);
    pg_destroy(&db);
    if (rc != RC_OK)
        return rc;
    snprintf(version, sizeof(version), "%" PRId64, report.version);
    snprintf(applied, sizeof(applied), "%" PRId64, report.applied);
    log_info("database.ready", "version", version, "applied", applied);
    return RC_OK;
}
