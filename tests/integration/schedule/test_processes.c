/* Real mlps-scheduler processes: three at once of which one is stopped in the middle and goes on
 * when the work is done, and one whose clock jumps under it (libfaketime). */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "proc_stat.h"
#include "schedule_ground.h"
#include "temp_broker.h"
#include "wait_until.h"

/* A stopped process holds its locks until the database ends its session, a minute later. */
enum { SETTLE_MS = 120000, ENV_TEXT = 200 };
#define FAKETIME "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

struct scene {
    struct ground ground;
    struct temp_broker broker;
};

static void begin(struct scene *scene)
{
    ground_begin(&scene->ground, "calendars/cn.csv");
    ground_hush(&scene->ground);
    ground_open(&scene->ground, ground_of("rsj-2022"));
    temp_broker_start(&scene->broker, NULL);
}

static void end(struct scene *scene)
{
    temp_broker_stop(&scene->broker);
    ground_end(&scene->ground);
}

/* `now` NULL: by its own clock; `env` as child_spec has it. */
static void start(struct scene *scene, struct child *child, const char *now, const char *const *env)
{
    char binary[256];
    snprintf(binary, sizeof(binary), "%s/mlps-scheduler", MLPS_BIN_DIR);
    const char *argv[] = { binary,
                           "--dsn",
                           scene->ground.registry.tdb.dsn,
                           "--bus",
                           scene->broker.bus.requests,
                           "--insecure",
                           now ? "--now" : NULL,
                           now,
                           NULL };
    child_start(child, &(struct child_spec){ .argv = argv, .env = env, .log = "/dev/null" });
}

/* Everything that was due at an instant has been done. */
struct settled {
    struct scene *scene;
    const char *now;
};
static bool is_settled(void *arg)
{
    const struct settled *settled = arg;
    char sql[256];
    snprintf(sql, sizeof(sql),
             "select count(*) from contract_work where scheduled < facts or schedule_at <= '%s'",
             settled->now);
    return ground_number(&settled->scene->ground, sql) == 0;
}

static void bump(struct scene *scene)
{
    db_exec(&scene->ground.registry.tdb, "update contract_work set facts = facts + 1");
}

/* ---- stopped and continued ---- */

static void test_one_is_stopped(void **state)
{
    (void)state;
    static const char NOW[] = "2022-12-31T09:00:00+08:00";
    static struct scene scene;
    struct child schedulers[3];
    char before[40], after[40];
    struct settled settled = { &scene, NOW };
    begin(&scene);
    for (size_t i = 0; i < COUNT_OF(schedulers); i++)
        start(&scene, &schedulers[i], NOW, NULL);
    for (int round = 0; round < 3; round++) {
        child_signal(&schedulers[round], SIGSTOP);
        bump(&scene);
        assert_true(wait_until(is_settled, &settled, SETTLE_MS));
        ground_digest(&scene.ground, before);
        child_signal(&schedulers[round], SIGCONT);
        bump(&scene);
        assert_true(wait_until(is_settled, &settled, SETTLE_MS));
        assert_string_equal(ground_digest(&scene.ground, after), before);
    }
    ground_check_counts(&scene.ground, ground_of("rsj-2022"));
    for (size_t i = 0; i < COUNT_OF(schedulers); i++)
        child_stop(&schedulers[i], SETTLE_MS);
    end(&scene);
}

/* ---- jumps ---- */

/* As libfaketime reads it, UTC; put in place whole, since it may be read at any time. */
static void set_clock(const char *path, int32_t day)
{
    char next[ENV_TEXT], date[DATE_TEXT];
    snprintf(next, sizeof(next), "%s.next", path);
    FILE *file = fopen(next, "we");
    assert_non_null(file);
    fprintf(file, "@%s 01:00:00\n", civil_format_date(day, date));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(next, path), 0);
}

/* Days from the first one; what is planned only grows, and never twice. */
static void test_its_clock_jumps(void **state)
{
    (void)state;
    static const int JUMPS[] = { 0, 1, 0, 31, 30, 71, 1, 365, -365, 200, 400, 0 };
    static struct scene scene;
    struct child scheduler;
    char path[] = "/tmp/mlps-clock-XXXXXX", stamp[ENV_TEXT];
    int64_t most = 0;
    if (!PROC_RSS_COUNTS)
        skip(); /* a sanitizer wants to be the first library that is loaded */
    int fd = mkstemp(path);
    assert_true(fd >= 0 && close(fd) == 0);
    snprintf(stamp, sizeof(stamp), "FAKETIME_TIMESTAMP_FILE=%s", path);
    const char *env[] = { "LD_PRELOAD=" FAKETIME,  stamp,    "FAKETIME_NO_CACHE=1",
                          "DONT_FAKE_MONOTONIC=1", "TZ=UTC", NULL };
    begin(&scene);
    set_clock(path, test_day("2022-01-01"));
    start(&scene, &scheduler, NULL, env);
    for (size_t i = 0; i < COUNT_OF(JUMPS); i++) {
        char now[DATE_TEXT];
        int32_t day = test_day("2022-01-01") + JUMPS[i];
        struct settled settled = { &scene, civil_format_date(day, now) };
        set_clock(path, day);
        bump(&scene);
        if (!wait_until(is_settled, &settled, SETTLE_MS))
            fail_msg("not settled after the jump to day %d", JUMPS[i]);
        int64_t tasks = ground_number(&scene.ground, "select count(*) from task");
        assert_true(tasks >= most);
        most = tasks;
        if (i == 0) /* it is the faked clock that it goes by */
            assert_int_equal(0, ground_number(&scene.ground,
                                              "select count(*) from task where state = 'missed' or"
                                              " slot_from > '2022-03-02'"
                                              " and slot_to < '2022-12-31'"));
    }
    child_stop(&scheduler, SETTLE_MS);
    ground_check_counts(&scene.ground, ground_of("rsj-2022"));
    assert_true(ground_number(&scene.ground, "select sum(missed) from schedule") > 0);
    unlink(path);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_is_stopped),
        cmocka_unit_test(test_its_clock_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
