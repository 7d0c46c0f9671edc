/* However late and in whatever order the acts on an incident are recorded, what stands in the
 * ledger in the end is the same; and two callers at once record one act once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"

enum { DUMP_MAX = 1000, ROUNDS = 10 };

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* Times of the acts: the arrival is late for both clauses it may belong to. */
static void act(const char *what, const char *code)
{
    static const struct {
        const char *what, *op, *time;
    } ACTS[] = {
        { "respond", "incident.respond", "10:16:00" },
        { "request", "incident.request_onsite", "10:30:00" },
        { "arrive", "incident.arrive", "14:20:00" },
        { "resolve", "incident.resolve", "15:00:00" },
    };
    for (size_t i = 0; i < COUNT_OF(ACTS); i++)
        if (strcmp(ACTS[i].what, what) == 0)
            json_decref(desk_act(&desk, ACTS[i].op, code, ACTS[i].time));
}

static void dump(const char *code, char *out)
{
    char sql[500];
    snprintf(
        sql, sizeof(sql),
        "select string_agg(concat_ws(' ', split_part(d.code, '/', 3), d.clause, d.state, d.due_at, "
        "d.closed_at, (select count(*) from breach b where b.deadline_id = d.id)), ', ' order by "
        "d.code) from deadline d join incident i on i.id = d.subject_id where d.kind = 'sla' and "
        "i.code = '%s'",
        code);
    snprintf(out, DUMP_MAX, "%s", db_text(&desk.registry.tdb, sql));
}

static const char *const ORDERS[][4] = {
    { "respond", "request", "arrive", "resolve" },
    { "request", "respond", "arrive", "resolve" },
    { "request", "arrive", "resolve", "" }, /* the arrival is the response then */
};

static void test_orders(void **state)
{
    (void)state;
    char first[DUMP_MAX], other[DUMP_MAX];
    for (size_t i = 0; i < 2; i++) {
        char code[20];
        snprintf(code, sizeof(code), "O%zu", i);
        json_decref(desk_outage(&desk, code));
        for (size_t k = 0; k < 4; k++)
            act(ORDERS[i][k], code);
        dump(code, i == 0 ? first : other);
    }
    assert_string_equal(first, other);
    assert_non_null(strstr(first, "onsite YF-109 late"));
    json_decref(desk_outage(&desk, "O2"));
    for (size_t k = 0; k < 4; k++)
        act(ORDERS[2][k], "O2");
    dump("O2", other);
    assert_string_equal(first, other); /* this clause limits no response */
}

struct caller {
    struct bench bench;
    pthread_barrier_t *start;
    int number, round;
    rc_t rc;
};

static void *respond(void *arg)
{
    struct caller *self = arg;
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    char key[40], code[20];
    snprintf(key, sizeof(key), "respond-%d-%d", self->round, self->number);
    snprintf(code, sizeof(code), "R%d", self->round);
    pthread_barrier_wait(self->start);
    self->rc = bench_ask(&self->bench, "", key, "incident.respond",
                         json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "at",
                                   "2026-06-08T10:16:00+08:00"),
                         &result, &problem);
    json_decref(result);
    return NULL;
}

static void race(struct caller callers[2], int round)
{
    pthread_t threads[2];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++) {
        callers[i].start = &start;
        callers[i].number = i;
        callers[i].round = round;
        assert_int_equal(pthread_create(&threads[i], NULL, respond, &callers[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
}

static void test_both_at_once(void **state)
{
    (void)state;
    struct caller callers[2];
    for (int i = 0; i < 2; i++)
        bench_join(&callers[i].bench, &SLA_SERVICE, &desk.registry);
    for (int round = 0; round < ROUNDS; round++) {
        char code[20];
        snprintf(code, sizeof(code), "R%d", round);
        json_decref(desk_consultation(&desk, code));
        race(callers, round);
        if ((callers[0].rc == RC_OK) == (callers[1].rc == RC_OK) ||
            (callers[0].rc != RC_CONFLICT && callers[1].rc != RC_CONFLICT))
            fail_msg("round %d: %s, %s", round, rc_word(callers[0].rc), rc_word(callers[1].rc));
    }
    for (int i = 0; i < 2; i++)
        bench_close(&callers[i].bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_both_at_once),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
