#include "service_torture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "torture.h"

enum { CALLS_MAX = 100, TEXT_MAX = 96 };

static const struct {
    const char *name;
    enum pg_fate fate;
    bool shows; /* the caller sees it */
} FATES[] = {
    { "refused", PG_FAIL, true },
    { "serialization failure", PG_FAIL_BUSY, false },
    { "cut before", PG_CUT, false },
    { "cut after", PG_CUT_AFTER, false },
};

static int64_t count(const struct bench *bench, const struct torture_row *row)
{
    return row->counted ? db_number(&bench->tdb, row->counted) : 0;
}

static rc_t ask(struct bench *bench, const struct torture_row *row, const char *key, int n,
                struct problem *problem)
{
    json_t *result = NULL;
    problem_clear(problem);
    rc_t rc = bench_ask(bench, /* caller= */ "", key, row->op, row->args(n), &result, problem);
    json_decref(result);
    return rc;
}

/* One try with its n-th call failing; false when there is no n-th call. */
static bool fail_nth(struct bench *bench, const struct torture_row *row, size_t fate, int nth,
                     int n)
{
    struct torture torture;
    struct problem problem = { .rc = RC_OK };
    char key[TEXT_MAX];
    char what[TEXT_MAX];
    int64_t before = count(bench, row);
    snprintf(key, sizeof(key), "torture-%s-%d", row->op, n);
    snprintf(what, sizeof(what), "%s, call %d %s", row->op, nth, FATES[fate].name);
    torture_set(&torture, bench->db, nth, FATES[fate].fate);
    rc_t rc = ask(bench, row, key, n, &problem);
    pg_set_probe(bench->db, NULL, NULL);
    if (torture.fired && FATES[fate].shows) {
        if (rc == RC_OK)
            fail_msg("%s: not told", what);
        if (count(bench, row) != before)
            fail_msg("%s: half done", what);
        rc = ask(bench, row, key, n, &problem);
    }
    if (rc != RC_OK)
        fail_msg("%s: %s: %s", what, rc_word(rc), problem.text);
    if (count(bench, row) != before + row->adds)
        fail_msg("%s: not done once", what);
    return torture.fired;
}

void service_torture(struct bench *bench, const struct torture_row *row)
{
    int n = 0;
    for (size_t fate = 0; fate < COUNT_OF(FATES); fate++) {
        int nth = 1;
        while (fail_nth(bench, row, fate, nth, ++n) && nth < CALLS_MAX)
            nth++;
        assert_in_range(nth, 3, CALLS_MAX - 1); /* begin, something, commit */
    }
}
