/* Acts on an incident: every act in every state, and acts that are told late and out of order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"

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

/* An act, when it happened on 2026-06-08, and the instant of the incident it sets. */
static const struct {
    const char *op, *time, *sets;
} ACTS[] = {
    { "incident.respond", "10:16:00", "responded_at" },
    { "incident.request_onsite", "10:30:00", "onsite_requested_at" },
    { "incident.arrive", "14:20:00", "arrived_at" },
    { "incident.resolve", "15:00:00", "resolved_at" },
    { "incident.close", "16:00:00", "closed_at" },
};
enum { RESPOND, REQUEST, ARRIVE, RESOLVE, CLOSE };

static json_t *act_args(size_t act, const char *code)
{
    char at[40];
    snprintf(at, sizeof(at), "2026-06-08T%s+08:00", ACTS[act].time);
    return json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "at", at);
}

static void act(size_t which, const char *code)
{
    json_decref(bench_ok_json(&desk.sla, ACTS[which].op, act_args(which, code)));
}

/* Each act in an incident that is open, resolved, closed: allowed or not. Open and resolved ones
 * have been asked on site. */
static const struct {
    size_t act;
    bool allowed[3];
} STATES[] = {
    { RESPOND, { true, true, false } }, { REQUEST, { true, true, false } },
    { ARRIVE, { true, true, false } },  { RESOLVE, { true, false, false } },
    { CLOSE, { false, true, false } },
};

static void bring_to(size_t state, const char *code, bool asked)
{
    json_decref(desk_outage(&desk, code));
    if (asked)
        act(REQUEST, code);
    for (size_t i = 0; i < state; i++)
        act(RESOLVE + i, code);
}

static void test_every_act_in_every_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(STATES); i++) {
        for (size_t from = 0; from < 3; from++) {
            char code[20], key[20];
            json_t *result = NULL;
            struct problem problem = { .rc = RC_OK };
            snprintf(code, sizeof(code), "S%zu%zu", i, from);
            snprintf(key, sizeof(key), "key-%zu%zu", i, from);
            bring_to(from, code, STATES[i].act != REQUEST);
            rc_t rc = bench_ask(&desk.sla, "", key, ACTS[STATES[i].act].op,
                                act_args(STATES[i].act, code), &result, &problem);
            if (rc != (STATES[i].allowed[from] ? RC_OK : RC_CONFLICT) ||
                (rc != RC_OK && strcmp(problem.field, "incident") != 0))
                fail_msg("%s from %zu: %s %s", ACTS[STATES[i].act].op, from, rc_word(rc),
                         problem.text);
            if (rc == RC_OK)
                assert_non_null(text_at(result, ACTS[STATES[i].act].sets));
            json_decref(result);
        }
    }
}

/* A second time is a conflict, and changes nothing. */
static void test_twice(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(desk_outage(&desk, "D1"));
    for (size_t i = 0; i < COUNT_OF(ACTS); i++) {
        act(i, "D1");
        if (bench_refused(&desk.sla, &problem, ACTS[i].op, "o", act_args(i, "D1")) != RC_CONFLICT)
            fail_msg("%s: %s", ACTS[i].op, problem.text);
    }
}

/* What stands in the end: instants, and the ledger without versions. */
static void dump(const char *code, char *out, size_t size)
{
    char sql[900];
    snprintf(
        sql, sizeof(sql),
        "select concat_ws(' ', i.responded_at, i.arrived_at, i.resolved_at, i.state, string_agg("
        "concat_ws(' ', split_part(d.code, '/', 3), d.clause, d.state, d.due_at, d.closed_at, "
        "(select count(*) from breach b where b.deadline_id = d.id and b.due_version = "
        "d.due_version)), ', ' order by d.code)) from incident i join deadline d on i.id = "
        "d.subject_id and d.kind = 'sla' where i.code = '%s' group by i.id",
        code);
    snprintf(out, size, "%s", db_text(&desk.registry.tdb, sql));
}

/* All orders in which the four acts can be told; a person on site before the demand for one was
 * told is the only order that is refused. */
static void test_told_in_any_order(void **state)
{
    (void)state;
    char first[1000] = "", other[1000];
    size_t told = 0;
    for (size_t order = 0; order < 24; order++) {
        size_t acts[4] = { RESPOND, REQUEST, ARRIVE, RESOLVE }, rest = order, place[4];
        char code[20];
        for (size_t n = 4; n > 0;
             rest /= n, n--) { /* the order's digits to base 4!, a permutation */
            size_t at = rest % n, swap = acts[n - 1];
            acts[n - 1] = acts[at];
            acts[at] = swap;
        }
        for (size_t i = 0; i < 4; i++)
            place[acts[i]] = i;
        if (place[ARRIVE] < place[REQUEST])
            continue;
        snprintf(code, sizeof(code), "O%zu", order);
        json_decref(desk_outage(&desk, code));
        for (size_t i = 0; i < 4; i++)
            act(acts[i], code);
        dump(code, told == 0 ? first : other, sizeof(first));
        if (told > 0 && strcmp(first, other) != 0)
            fail_msg("order %zu: %s\nfirst: %s", order, other, first);
        told++;
    }
    assert_int_equal(told, 12);
    assert_non_null(strstr(first, "onsite YF-109"));
}

/* The wrong side of a neighbour is refused, naming the instant. */
static void test_wrong_side(void **state)
{
    (void)state;
    static const struct {
        const char *op, *at;
    } WRONG[] = {
        { "incident.respond", "2026-06-08T15:00:01+08:00" },
        { "incident.request_onsite", "2026-06-08T15:00:01+08:00" },
        { "incident.close", "2026-06-08T14:59:59+08:00" },
        { "incident.respond", "2026-06-08T10:11:59+08:00" },
    };
    struct problem problem;
    json_decref(desk_outage(&desk, "W1"));
    act(RESOLVE, "W1");
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        rc_t rc = bench_refused(&desk.sla, &problem, WRONG[i].op, "{s:s, s:s, s:s}", "contract",
                                CONTRACT, "code", "W1", "at", WRONG[i].at);
        bool response = i == 0; /* the resolution was the response */
        if (rc != (response ? RC_CONFLICT : RC_REFUSED))
            fail_msg("%s %s: %s %s", WRONG[i].op, WRONG[i].at, rc_word(rc), problem.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_act_in_every_state),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_told_in_any_order),
        cmocka_unit_test(test_wrong_side),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
