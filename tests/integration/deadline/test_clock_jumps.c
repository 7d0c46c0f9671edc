/* A real worker process whose clock jumps (reliability: clock jumps on one process): what is due is
 * judged by the database's clock, so nothing is early and nothing twice, and nothing waits for the
 * worker's clock to come back. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "due_stage.h"
#include "proc_stat.h"
#include "wait_until.h"

enum { FILE_TEXT = 128, FEW = 3, SETTLE_MS = 30000 };
#define LIBRARY "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

/* As libfaketime reads them: an offset to the machine's clock, or a rate. */
static const char *const JUMPS[] = { "+0",  "+1s", "-1s", "+1h",   "-1h",     "+1d",
                                     "-1d", "+1y", "-1y", "+0 x2", "+0 x0.5", "+0" };

struct jumper {
    struct stage stage;
    char file[FILE_TEXT];
    char name[32];
};

static void jump(const struct jumper *self, const char *to)
{
    FILE *file = fopen(self->file, "we");
    assert_non_null(file);
    fprintf(file, "%s\n", to);
    assert_int_equal(fclose(file), 0);
}

static void start(struct jumper *self)
{
    static char path[FILE_TEXT + 32];
    snprintf(path, sizeof(path), "FAKETIME_TIMESTAMP_FILE=%s", self->file);
    const char *const env[] = { "LD_PRELOAD=" LIBRARY, path, "FAKETIME_NO_CACHE=1",
                                "FAKETIME_DONT_FAKE_MONOTONIC=1", NULL };
    stage_start(&self->stage, 0, NULL, env);
}

static int64_t breached(const struct jumper *self, const char *name)
{
    char sql[256];
    snprintf(sql, sizeof(sql),
             "select count(*) from deadline where code like '%s/%%' and state = 'breached'", name);
    return stage_number(&self->stage, sql);
}

static bool all_breached(void *arg)
{
    const struct jumper *self = arg;
    return breached(self, self->name) == FEW;
}

/* With the clock somewhere else: some that are due in a moment, and some that are not for an hour.
 */
static void check_jump(struct jumper *self, size_t i)
{
    jump(self, JUMPS[i]);
    snprintf(self->name, sizeof(self->name), "soon%zu", i);
    stage_open(&self->stage, self->name, FEW, "clock_timestamp() + interval '0.3 seconds'");
    if (!wait_until(all_breached, self, SETTLE_MS))
        fail_msg("%s: what is due waits for the worker's clock", JUMPS[i]);
    if (breached(self, "later") != 0)
        fail_msg("%s: early by the database's clock", JUMPS[i]);
}

static void test_jumps(void **state)
{
    (void)state;
    struct jumper self = { .name = "" };
    if (!PROC_RSS_COUNTS)
        skip(); /* a sanitizer wants to be the first library that is loaded */
    if (access(LIBRARY, R_OK) != 0)
        fail_msg("no " LIBRARY ": install package faketime (contrib/packages.sh)");
    snprintf(self.file, sizeof(self.file), "/tmp/mlps-faketime.%d", (int)getpid());
    stage_begin(&self.stage);
    stage_open(&self.stage, "later", FEW, "clock_timestamp() + interval '1 hour'");
    jump(&self, "+0");
    start(&self);
    for (size_t i = 0; i < COUNT_OF(JUMPS); i++)
        check_jump(&self, i);
    assert_int_equal(
        stage_number(&self.stage,
                     "select count(*) from deadline_step where state = 'done' and done_at < at"),
        0);
    assert_int_equal(
        stage_number(&self.stage, "select count(*) from breach where found_at < due_at"), 0);
    assert_int_equal(stage_number(&self.stage, "select count(*) from breach"),
                     FEW * (int)COUNT_OF(JUMPS));
    assert_int_equal(
        stage_number(&self.stage, "select count(*) from event where kind = 'deadline.breached'"),
        FEW * (int)COUNT_OF(JUMPS));
    stage_end(&self.stage);
    unlink(self.file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
