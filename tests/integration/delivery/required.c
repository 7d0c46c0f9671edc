#include "required.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "civil.h"
#include "deadline_store.h"
#include "delivery_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"

enum { SQL_MAX = 1024, CODE_MAX = 100, ZONE = 480 };

struct plan {
    struct deadline_new deadline;
    int64_t id; /* of the deadline */
};

static rc_t open_deadline(pg_t *db, void *arg, struct problem *problem)
{
    struct plan *plan = arg;
    return deadline_open(db, &plan->deadline, &plan->id, problem);
}

static int64_t insert_row(const struct temp_db *tdb, const char *clause, const char *title,
                          int serial)
{
    char sql[SQL_MAX];
    snprintf(
        sql, sizeof(sql),
        "insert into deliverable (contract_id, system_id, clause, title) select id, (select id "
        "from system where serial = %d), '%s', '%s' from contract returning id",
        serial, clause, title);
    return db_number(tdb, sql);
}

static void link_deadline(const struct temp_db *tdb, int64_t id, int64_t deadline)
{
    char sql[SQL_MAX];
    snprintf(sql, sizeof(sql),
             "update deliverable set deadline_id = %" PRId64 " where id = %" PRId64, deadline, id);
    db_exec(tdb, sql);
}

int64_t require_document(const struct bench *bench, const char *clause, const char *title,
                         int serial, const char *due)
{
    const struct temp_db *tdb = &bench->tdb;
    char code[CODE_MAX];
    int32_t day = 0;
    int64_t id = insert_row(tdb, clause, title, serial);
    if (!due)
        return id;
    assert_true(civil_parse_date(due, &day));
    snprintf(code, sizeof(code), "%s/%d/%" PRId64, clause, serial, id);
    struct ladder ladder = { .count = 1, .steps = { { .rule = "breach", .audience = "none" } } };
    struct due ruling = {
        .edge = due_edge_of_day(day, ZONE),
        .proof = json_array(),
        .pack_id = db_number(tdb, "select pack_id from contract"),
        .calendar_id = db_number(tdb, "select calendar_id from contract"),
        .ladder = &ladder,
    };
    ladder.steps[0].at_us = ruling.edge.breach_at_us;
    struct plan plan = { .deadline = { .contract_id = db_number(tdb, "select id from contract"),
                                       .code = code,
                                       .kind = "deliverable",
                                       .clause = clause,
                                       .title = title,
                                       .party = "vendor",
                                       .subject_kind = "deliverable",
                                       .subject_id = id,
                                       .started_us = civil_day_start(day - 1, ZONE),
                                       .due = ruling } };
    struct problem problem = { .rc = RC_OK };
    pg_t *db = temp_db_pg(tdb, NULL);
    if (pg_tx(db, PG_WRITE, open_deadline, &plan, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    pg_destroy(&db);
    link_deadline(tdb, id, plan.id);
    json_decref((json_t *)(uintptr_t)ruling.proof);
    return id;
}

void delivery_open(struct bench *registry, struct bench *delivery, const char *rows)
{
    bench_open(registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(registry);
    if (rows)
        db_exec(&registry->tdb, rows);
    bench_join(delivery, &DELIVERY_SERVICE, registry);
}

void delivery_close(struct bench *registry, struct bench *delivery)
{
    bench_close(delivery);
    bench_close(registry);
}
