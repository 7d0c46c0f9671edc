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
#include "clk.h"
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

/* As libfaketime reads it: UTC, and how fast it runs from there ("" as ever, " x2"); put in place
 * whole, since it may be read at any time. */
static void set_clock(const char *path, const char *at, const char *rate)
{
    char next[ENV_TEXT];
    snprintf(next, sizeof(next), "%s.next", path);
    FILE *file = fopen(next, "we");
    assert_non_null(file);
    fprintf(file, "@%s%s\n", at, rate);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(next, path), 0);
}

/* Nine in the morning of the contract's zone. */
static void set_day(const char *path, int32_t day, const char *rate)
{
    char at[ENV_TEXT], date[DATE_TEXT];
    snprintf(at, sizeof(at), "%s 01:00:00", civil_format_date(day, date));
    set_clock(path, at, rate);
}

/* A process that goes by the clock of a file. */
struct faked {
    struct scene *scene;
    struct child process;
    char path[32];
};

static void faked_begin(struct faked *self, struct scene *scene)
{
    *self = (struct faked){ .scene = scene, .path = "/tmp/mlps-clock-XXXXXX" };
    int fd = mkstemp(self->path);
    assert_true(fd >= 0 && close(fd) == 0);
}

static void faked_start(struct faked *self)
{
    char stamp[ENV_TEXT];
    snprintf(stamp, sizeof(stamp), "FAKETIME_TIMESTAMP_FILE=%s", self->path);
    const char *env[] = { "LD_PRELOAD=" FAKETIME,  stamp,    "FAKETIME_NO_CACHE=1",
                          "DONT_FAKE_MONOTONIC=1", "TZ=UTC", NULL };
    start(self->scene, &self->process, NULL, env);
}

static void faked_end(struct faked *self)
{
    child_stop(&self->process, SETTLE_MS);
    unlink(self->path);
}

/* Days from the first one, and how fast the clock runs there; what is planned only grows, and never
 * twice. */
static void test_its_clock_jumps(void **state)
{
    (void)state;
    static const struct {
        int day;
        const char *rate;
    } JUMPS[] = { { 0, "" },         { 1, " x2" },  { 0, " x0.5" }, { 31, "" },
                  { 30, " x0.5" },   { 71, " x2" }, { 1, "" },      { 365, " x2" },
                  { -365, " x0.5" }, { 200, "" },   { 400, " x2" }, { 0, " x0.5" } };
    static struct scene scene;
    struct faked faked;
    int64_t most = 0;
    if (!PROC_RSS_COUNTS)
        skip(); /* a sanitizer wants to be the first library that is loaded */
    begin(&scene);
    faked_begin(&faked, &scene);
    set_day(faked.path, test_day("2022-01-01"), "");
    faked_start(&faked);
    for (size_t i = 0; i < COUNT_OF(JUMPS); i++) {
        char now[DATE_TEXT];
        int32_t day = test_day("2022-01-01") + JUMPS[i].day;
        struct settled settled = { &scene, civil_format_date(day, now) };
        set_day(faked.path, day, JUMPS[i].rate);
        bump(&scene);
        if (!wait_until(is_settled, &settled, SETTLE_MS))
            fail_msg("not settled after the jump to day %d", JUMPS[i].day);
        int64_t tasks = ground_number(&scene.ground, "select count(*) from task");
        assert_true(tasks >= most);
        most = tasks;
        if (i == 0) /* it is the faked clock that it goes by */
            assert_int_equal(0, ground_number(&scene.ground,
                                              "select count(*) from task where state = 'missed' or"
                                              " slot_from > '2022-03-02'"
                                              " and slot_to < '2022-12-31'"));
    }
    faked_end(&faked);
    ground_check_counts(&scene.ground, ground_of("rsj-2022"));
    assert_true(ground_number(&scene.ground, "select sum(missed) from schedule") > 0);
    end(&scene);
}

/* ---- rates ---- */

/* The look of 1 February, midnight in the contract's zone, by a process started shortly before: by
 * its own clock never early, whatever its waits are measured by; and once. */
static void check_rate(const char *from, const char *rate, int64_t least_ms)
{
    static const char NEXT[] = "2022-02-01T00:00:00+08:00";
    static struct scene scene;
    struct faked faked;
    char before[40], after[40];
    begin(&scene);
    ground_settle_at(&scene.ground, test_instant("2022-01-01 09:00"));
    ground_digest(&scene.ground, before);
    faked_begin(&faked, &scene);
    set_clock(faked.path, from, rate);
    struct settled settled = { &scene, NEXT };
    int64_t started = clk_mono_ms();
    faked_start(&faked);
    assert_true(wait_until(is_settled, &settled, SETTLE_MS));
    if (clk_mono_ms() - started < least_ms)
        fail_msg("from %s%s: early, after %" PRId64 " ms", from, rate, clk_mono_ms() - started);
    ground_digest(&scene.ground, after);
    assert_string_not_equal(after, before);
    set_clock(faked.path, from, rate);
    bump(&scene); /* looked at again, it may be before midnight, it may be after */
    assert_true(wait_until(is_settled, &settled, SETTLE_MS));
    assert_string_equal(ground_digest(&scene.ground, before), after);
    faked_end(&faked);
    assert_int_equal(0, ground_number(&scene.ground, "select count(*) from task where state ="
                                                     " 'missed'"));
    ground_walk(&scene.ground, test_instant("2022-02-01 09:00"), test_instant("2022-12-31 09:00"),
                NULL);
    ground_check_counts(&scene.ground, ground_of("rsj-2022"));
    end(&scene);
}

/* Four seconds before midnight at twice the speed, and one at half: two seconds each. */
static void test_its_clock_runs_otherwise(void **state)
{
    (void)state;
    if (!PROC_RSS_COUNTS)
        skip();
    check_rate("2022-01-31 15:59:56", " x2", 2000);
    check_rate("2022-01-31 15:59:59", " x0.5", 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_is_stopped),
        cmocka_unit_test(test_its_clock_jumps),
        cmocka_unit_test(test_its_clock_runs_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
