#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "sql_files.h"
#include "temp_db.h"

/* Who runs the statements of a folder: its own role; of the shared folders by the beginning of the
 * name, the longest that fits. */
static const struct {
    const char *folder;
    const char *prefix;
    const char *roles; /* separated by spaces; "" the owner */
} RUNNERS[] = {
    { "services/common/pg", "pg_", "mlps_registry mlps_deadline" },
    { "services/common/pg", "migrate_", "" },
    { "services/common/pg", "migrate_ledger", "mlps_registry mlps_deadline" },
    { "services/common/pg", "migrate_find_ledger", "mlps_registry mlps_deadline" },
    { "services/common/pg", "event_append",
      "mlps_deadline mlps_delivery mlps_export mlps_lifecycle mlps_penalty mlps_registry "
      "mlps_reminder "
      "mlps_report mlps_scheduler mlps_sla" },
    { "services/common/pg", "idempotency_",
      "mlps_delivery mlps_lifecycle mlps_registry mlps_report mlps_sla" },
    { "services/common/pg", "deadline_", "mlps_delivery mlps_lifecycle mlps_scheduler mlps_sla" },
    { "services/common/pg", "contract_work_bump",
      "mlps_delivery mlps_lifecycle mlps_report mlps_scheduler mlps_sla" },
    { "services/cli", "bench_", "" }, /* the owner of a database that a benchmark fills */
    { "services/simulate", "sim_", "" }, /* the owner of a database that exists for one run */
    { "services/common/jobs", "job_", "mlps_export" },
    { "services/common/jobs", "job_enqueue", "mlps_report" },
    { "services/common/jobs", "job_put", "mlps_report" },
    { "services/common/jobs", "job_serial_lock", "mlps_report" },
    { "services/common/jobs", "job_requeue", "" }, /* an operator's work */
    { "services/common/jobs", "job_cancel", "" },
    { "services/common/jobs", "contract_frame",
      "mlps_lifecycle mlps_penalty mlps_scheduler mlps_sla" },
    { "services/common/jobs", "decision_", "mlps_lifecycle mlps_sla" },
    { "services/common/jobs", "speaker", "mlps_lifecycle mlps_report mlps_sla" },
    { "services/common/jobs", "duty_", "" },
    { "services/common/jobs", "duty_schedule", "mlps_scheduler" },
    { "services/common/jobs", "duty_assess", "mlps_penalty" },
    { "services/common/jobs", "duty_claim", "mlps_scheduler mlps_penalty" },
    { "services/common/jobs", "rulebook_",
      "mlps_delivery mlps_lifecycle mlps_penalty mlps_registry mlps_report mlps_scheduler "
      "mlps_sla" },
};

static struct temp_db tdb;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_db_close(&tdb);
    return 0;
}

static const char *shared_runners(const struct sql_file *file)
{
    const char *roles = NULL;
    size_t best = 0;
    for (size_t i = 0; i < COUNT_OF(RUNNERS); i++) {
        size_t len = strlen(RUNNERS[i].prefix);
        if (strcmp(RUNNERS[i].folder, file->folder) == 0 && len > best &&
            strncmp(RUNNERS[i].prefix, file->name, len) == 0) {
            roles = RUNNERS[i].roles;
            best = len;
        }
    }
    return roles;
}

/* Explaining an execution checks its privileges and does nothing. All arguments are null. */
static bool may_run(const struct sql_file *file, const char *role)
{
    char sql[512];
    snprintf(sql, sizeof(sql), "set role %s", role);
    db_exec(&tdb, sql);
    PGresult *done = PQprepare(tdb.raw, "it", file->text, 0, NULL);
    bool prepared = PQresultStatus(done) == PGRES_COMMAND_OK;
    PQclear(done);
    done = PQdescribePrepared(tdb.raw, "it");
    int parameters = PQnparams(done);
    PQclear(done);
    int len = snprintf(sql, sizeof(sql), "explain execute it%s", parameters ? "(" : "");
    for (int i = 0; i < parameters; i++)
        len += snprintf(sql + len, sizeof(sql) - (size_t)len, "%snull", i ? ", " : "");
    snprintf(sql + len, sizeof(sql) - (size_t)len, "%s", parameters ? ")" : "");
    const char *state = prepared ? db_refused(&tdb, sql) : "";
    bool denied = strcmp(state, "42501") == 0;
    db_exec(&tdb, "reset role; deallocate all");
    return !denied;
}

static int count_denied(const struct sql_file *file, const char *roles)
{
    char role[64];
    int denied = 0;
    while (*roles) {
        size_t len = strcspn(roles, " ");
        snprintf(role, sizeof(role), "%.*s", (int)len, roles);
        if (!may_run(file, role)) {
            print_error("%s may not run %s/sql/%s.sql\n", role, file->folder, file->name);
            denied++;
        }
        roles += len + (roles[len] == ' ');
    }
    return denied;
}

/* A shared statement without a row in RUNNERS. */
static bool anybody_may_run(const struct sql_file *file)
{
    static const char *const ROLES[] = { "mlps_deadline",  "mlps_delivery", "mlps_export",
                                         "mlps_lifecycle", "mlps_penalty",  "mlps_registry",
                                         "mlps_reminder",  "mlps_report",   "mlps_scheduler",
                                         "mlps_sla" };
    for (size_t i = 0; i < COUNT_OF(ROLES); i++)
        if (may_run(file, ROLES[i]))
            return true;
    print_error("no role may run %s/sql/%s.sql\n", file->folder, file->name);
    return false;
}

static void test_roles_may_run_their_statements(void **state)
{
    (void)state;
    struct sql_file *files;
    char own[64];
    size_t count = sql_files_read(&files);
    int denied = 0;
    for (size_t i = 0; i < count; i++) {
        const char *roles = shared_runners(&files[i]);
        if (!roles && strncmp(files[i].folder, "services/common/", 16) != 0) {
            snprintf(own, sizeof(own), "mlps_%s", strrchr(files[i].folder, '/') + 1);
            roles = own;
        }
        denied += roles ? count_denied(&files[i], roles) : !anybody_may_run(&files[i]);
    }
    sql_files_free(files, count);
    assert_int_equal(denied, 0);
}

/* What a role must not do, whatever its service's code wants. */
static const struct {
    const char *role;
    const char *sql;
} FORBIDDEN[] = {
    { "mlps_deadline", "update event set kind = 'x'" },
    { "mlps_deadline", "update ruling set due_on = due_on" },
    { "mlps_deadline", "insert into ruling default values" },
    { "mlps_delivery", "delete from deliverable" },
    { "mlps_delivery", "select * from incident" },
    { "mlps_export", "update contract set total_fen = 0" },
    { "mlps_lifecycle", "delete from clock_event" },
    { "mlps_lifecycle", "update contract_work set assessed = 0" },
    { "mlps_lifecycle", "update reminder set sent_at = now()" },
    { "mlps_penalty", "delete from penalty" },
    { "mlps_penalty", "update incident set grade = 'I'" },
    { "mlps_registry", "update pack set body = 'x'" },
    { "mlps_registry", "truncate pack" },
    { "mlps_registry", "select * from penalty" },
    { "mlps_reminder", "update deadline set due_on = due_on" },
    { "mlps_report", "update deadline set due_on = due_on" },
    { "mlps_report", "delete from job" },
    { "mlps_report", "insert into event (kind, subject_kind, subject_id, seq) overriding system "
                     "value values ('a', 'b', 1, 1); delete from event" },
    { "mlps_scheduler", "update fact set name = 'x'" },
    { "mlps_sla", "delete from fact" },
    { "mlps_sla", "drop table fact" },
    { "mlps_sla", "create table mlps.mine (id integer)" },
    { "mlps_sla", "create table public.mine (id integer)" },
    { "mlps_sla", "delete from schema_migration" },
    { "mlps_sla", "set role mlps_report; " },
};

static void test_forbidden(void **state)
{
    (void)state;
    char sql[64];
    for (size_t i = 0; i < COUNT_OF(FORBIDDEN); i++) {
        snprintf(sql, sizeof(sql), "set session authorization %s", FORBIDDEN[i].role);
        db_exec(&tdb, sql);
        const char *refused = db_refused(&tdb, FORBIDDEN[i].sql);
        if (strcmp(refused, "42501") != 0)
            fail_msg("%s: %s gives \"%s\"", FORBIDDEN[i].role, FORBIDDEN[i].sql, refused);
        db_exec(&tdb, "reset session authorization");
    }
}

static void test_roles_are_small(void **state)
{
    (void)state;
    assert_string_equal(db_text(&tdb,
                                "select coalesce(string_agg(rolname, ' '), 'none') from pg_roles "
                                "where rolname like 'mlps\\_%' and rolname <> 'mlps_owner' and "
                                "(rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or "
                                "rolreplication)"),
                        "none");
    assert_string_equal(db_text(&tdb,
                                "select coalesce(string_agg(relname, ' '), 'none') from pg_class "
                                "where relnamespace = 'mlps'::regnamespace and "
                                "pg_get_userbyid(relowner) like 'mlps\\_%' and "
                                "pg_get_userbyid(relowner) <> 'mlps_owner'"),
                        "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_may_run_their_statements),
        cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_roles_are_small),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
