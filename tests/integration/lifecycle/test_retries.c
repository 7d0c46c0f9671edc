/* Whatever requests are sent again, in whatever order and however late: the replies are the first
 * ones and the rows are those of a run without retries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "wire_check.h"

enum { SEEDS = 4, RETRIES = 3 /* at most, after each step */, DUMP_MAX = 1 << 16 };

#define REF   "'contract':'yifen-2026','serial':1,"
#define PHASE REF "'number':"

static const struct {
    const char *day, *op, *args;
} STEPS[] = {
    { "2026-03-17", "cycle.open", "{" REF "'start':'2026-03-17'}" },
    { "2026-04-01", "phase.suspend", "{" PHASE "1,'on':'2026-04-01','note':'n'}" },
    { "2026-04-04", "phase.resume", "{" PHASE "1,'on':'2026-04-04'}" },
    { "2026-04-10", "phase.submit",
      "{" PHASE "1,'on':'2026-04-10','documents':['申请材料','专家评审材料','网络拓扑图']}" },
    { "2026-04-12", "phase.return", "{" PHASE "1,'on':'2026-04-12','note':'n'}" },
    { "2026-04-20", "phase.submit",
      "{" PHASE "1,'on':'2026-04-20','documents':['安全管理体系材料']}" },
    { "2026-04-20", "phase.approve", "{" PHASE "1,'on':'2026-04-20'}" },
    { "2026-04-26", "phase.submit", "{" PHASE "2,'on':'2026-04-26','documents':['差距分析报告']}" },
    { "2026-04-27", "phase.approve", "{" PHASE "2,'on':'2026-04-27'}" },
    { "2026-05-10", "phase.submit",
      "{" PHASE "3,'on':'2026-05-10','documents':['对接人员信息','流程']}" },
    { "2026-05-10", "phase.approve", "{" PHASE "3,'on':'2026-05-10'}" },
    { "2026-05-12", "assessment.record",
      "{" PHASE "4,'on':'2026-05-12','score':'75.00','findings':[{'code':'T001','title':'t','"
      "control_point':'c','risk':'high'}]}" },
    { "2026-05-12", "phase.submit", "{" PHASE "4,'on':'2026-05-12'}" },
    { "2026-05-12", "phase.approve", "{" PHASE "4,'on':'2026-05-12'}" },
    { "2026-05-20", "finding.fix", "{" REF "'code':'T001','on':'2026-05-20'}" },
    { "2026-05-21", "finding.verify", "{" REF "'code':'T001','on':'2026-05-21','ok':false}" },
    { "2026-05-25", "finding.fix", "{" REF "'code':'T001','on':'2026-05-25'}" },
    { "2026-05-25", "phase.submit", "{" PHASE "5,'on':'2026-05-25'}" },
    { "2026-05-26", "phase.approve", "{" PHASE "5,'on':'2026-05-26'}" },
    { "2026-05-28", "assessment.record", "{" PHASE "6,'on':'2026-05-28','score':'69.00'}" },
};

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Send step `i`; gives its owned reply. */
static json_t *send(struct course *course, size_t i)
{
    char key[40];
    json_t *result = NULL;
    struct problem problem = { .rc = RC_OK };
    snprintf(key, sizeof(key), "step-%zu", i);
    rc_t rc = bench_ask(&course->lifecycle, "", key, STEPS[i].op, wire_args(STEPS[i].args), &result,
                        &problem);
    if (rc != RC_OK)
        fail_msg("step %zu %s: %s: %s", i, STEPS[i].op, rc_word(rc), problem.text);
    return result;
}

/* Every row of every table that the service writes, but for what names the transaction. */
static void dump(const struct course *course, char *out)
{
    static const char *const TABLES[] = { "cycle",   "phase",         "assessment",
                                          "finding", "deadline",      "clock_event",
                                          "ruling",  "contract_work", "event" };
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        char sql[200];
        snprintf(sql, sizeof(sql),
                 "select string_agg((to_jsonb(t) - 'xid' - 'proof')::text, e'\\n' order by "
                 "to_jsonb(t)::text) from %s t",
                 TABLES[i]);
        at += (size_t)snprintf(out + at, DUMP_MAX - at, "%s:\n%s\n", TABLES[i],
                               db_text(&course->registry.tdb, sql));
    }
    assert_true(at < DUMP_MAX);
}

/* The story with up to RETRIES earlier requests sent again after each step; seed 0 for none. */
static void run(uint64_t seed, char *out)
{
    struct course course;
    json_t *replies[COUNT_OF(STEPS)];
    course_open(&course, "2026-03-17T12:00:00+08:00");
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        course_day(&course, STEPS[i].day);
        replies[i] = send(&course, i);
        for (uint64_t left = seed ? next_random(&seed) % (RETRIES + 1) : 0; left > 0; left--) {
            size_t again = (size_t)(next_random(&seed) % (i + 1));
            json_t *reply = send(&course, again);
            if (!json_equal(reply, replies[again]))
                fail_msg("step %zu sent again after step %zu: another reply", again, i);
            json_decref(reply);
        }
    }
    dump(&course, out);
    for (size_t i = 0; i < COUNT_OF(STEPS); i++)
        json_decref(replies[i]);
    course_close(&course);
}

static void test_retries(void **state)
{
    (void)state;
    static char plain[DUMP_MAX], retried[DUMP_MAX];
    run(0, plain);
    assert_non_null(strstr(plain, "\"phase.started\""));
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run(seed * 0x9e3779b97f4a7c15ULL, retried);
        if (strcmp(plain, retried) != 0)
            fail_msg("seed %d: other rows", (int)seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_retries) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
