#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "bench_jobs.h"
#include "bench_pickup.h"
#include "migrate.h"
#include "temp_broker.h"
#include "temp_db.h"
#include "temp_pg.h"
#include <libpq-fe.h>

static double number_at(const json_t *result, const char *key)
{
    const json_t *value = json_object_get(result, key);
    const char *text = json_string_value(value);
    assert_true(json_is_integer(value) || text);
    int64_t whole = 0;
    if (!text)
        return (double)json_integer_value(value);
    for (; *text && *text != '.'; text++)
        whole = whole * 10 + (*text - '0');
    return (double)whole;
}

/* Both halves on a small scale, on a durable cluster and a real broker. Figures are not judged
 * here, only that they are there, and that nothing is left behind. */
static void test_small_run(void **state)
{
    (void)state;
    struct temp_pg pg;
    struct temp_broker broker;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    struct migrate_set set = migrate_shipped();
    json_t *result = NULL;
    temp_pg_start(&pg, true);
    temp_broker_start(&broker, NULL);
    struct bench_jobs_conf conf = { .dsn = temp_pg_dsn(pg.dir, "postgres"),
                                    .bus = &broker.bus,
                                    .jobs = 200,
                                    .batch = 50,
                                    .rounds = 2,
                                    .pickups = 20 };
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = conf.dsn });
    assert_int_equal(migrate_run(db, &set, &report, &problem), RC_OK);
    pg_destroy(&db);
    rc_t rc = bench_jobs(&conf, &result, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    assert_int_equal(number_at(result, "jobs"), 200);
    assert_int_equal(number_at(result, "lost"), 0);
    assert_true(number_at(result, "jobs_per_s") > 0);
    assert_true(number_at(result, "bare_per_s") > 0);
    assert_true(number_at(result, "strict_drain_per_s") > 0);
    const json_t *pickup = json_object_get(result, "pickup");
    assert_int_equal(number_at(pickup, "count"), 20);
    assert_true(number_at(pickup, "p50_ms") <= number_at(pickup, "p99_ms"));
    assert_true(number_at(pickup, "p50_ms") < 1000); /* woken, not found by the slow poll */
    json_decref(result);
    struct temp_db admin = { .raw = PQconnectdb(conf.dsn) };
    assert_int_equal(db_number(&admin, "select count(*) from mlps.job"), 0);
    assert_string_equal(db_text(&admin, "select to_regclass('mlps.bench_bare') is null"), "t");
    PQfinish(admin.raw);
    (void)temp_broker_stop(&broker);
    temp_pg_remove(&pg);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_small_run) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
