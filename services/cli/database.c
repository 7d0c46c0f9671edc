#include "database.h"

#include <inttypes.h>
#include <stdio.h>

#include "logline.h"
#include "migrate.h"
#include "pg.h"

const char *const DATABASE_ROLES[] = { CLUSTER_OWNER,     "mlps_registry",  "mlps_lifecycle",
                                       "mlps_delivery",   "mlps_sla",       "mlps_report",
                                       "mlps_scheduler",  "mlps_deadline",  "mlps_penalty",
                                       "mlps_reminder",   "mlps_export",    NULL };

static rc_t reach(pg_t *db, const struct cluster *cluster, struct problem *problem)
{
    struct problem first = { .rc = RC_OK };
    if (!cluster)
        return pg_ready(db, problem);
    if (pg_ready(db, &first) == RC_OK)
        return RC_OK;
    rc_t rc = cluster_make_database(cluster, problem);
    return rc == RC_OK ? pg_ready(db, problem) : rc;
}

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
