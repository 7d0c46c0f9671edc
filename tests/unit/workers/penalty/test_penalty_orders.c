/* Property: in whatever order the same facts become known, with decisions of people between them,
 * what stands in the end is the rule's answer over all facts at once, the differences told add up
 * to it, and nothing that was decided has changed. Facts: cases of one-off, repeated, exclusive and
 * counted rows, some voided again; the period's edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "penalty_fixture.h"

enum { PLAYS = 8, FACTS = 16 };

/* NULL code: void the case named in `type`. */
static const struct mixed_case ALL[FACTS] = {
    { "F1", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F2", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F3", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F4", "fault", "2026-05-05", "{\"level\": \"C+\"}" },
    { "B1", "fault", "2026-05-03", "{\"level\": \"B1\"}" },
    { "B2", "fault", "2026-05-04", "{\"level\": \"B2\"}" },
    { "U1", "user_complaint", "2026-05-08", "{\"important_user\": true}" },
    { "U2", "user_complaint", "2026-05-08", "{\"important_user\": true}" },
    { "U3", "user_complaint", "2026-05-02", "{\"important_user\": true}" },
    { "E1", "security_event", "2026-05-09", "{\"grade\": \"III\"}" },
    { "E2", "security_event", "2026-03-15", "{\"grade\": \"I\"}" }, /* before the period */
    { "N1", "center_notice", "2026-05-10", "{\"business_affected\": true}" },
    { "N2", "center_notice", "2026-05-11", "{\"business_affected\": true}" },
    { "N3", "center_notice", "2026-04-10", "{\"business_affected\": true}" },
    { "I1", "inspection", "2026-05-12", "{\"high_risk\": 2}" },
    { "I2", "inspection", "2026-05-13", "{\"high_risk\": 1}" },
};

static void tell(struct fixture *fixture, const struct mixed_case *fact)
{
    portfolio_case(&fixture->portfolio, fact->code, fact->type, fact->on, fact->attributes);
}

/* The rule's answer over all facts at once: each case and clause with what it costs. */
static const char AT_ONCE[] =
    "select string_agg(concat(code, ':', clause, '=', fen), ' ' order by code, clause) from "
    "(select "
    "c.code, p.clause, sum(p.deduct_fen) as fen from penalty p join penalty_case c on c.id = "
    "p.case_id where p.state <> 'superseded' group by c.code, p.clause having sum(p.deduct_fen) <> "
    "0) as t";

static void answer_at_once(void **state, char *out, size_t size)
{
    set_up(state);
    struct fixture *fixture = *state;
    for (size_t i = 0; i < FACTS; i++)
        tell(fixture, &ALL[i]);
    settle(fixture);
    snprintf(out, size, "%s", db_text(&fixture->portfolio.tdb, AT_ONCE));
    tear_down(state);
}

static void shuffle(uint64_t *chance, size_t order[FACTS])
{
    for (size_t i = 0; i < FACTS; i++)
        order[i] = i;
    for (size_t i = FACTS - 1; i > 0; i--) {
        size_t at = (size_t)chance_draw(chance, 0, (int64_t)i), swap = order[i];
        order[i] = order[at];
        order[at] = swap;
    }
}

/* Somebody confirms about half of what is undecided; what was confirmed is kept to be compared. */
static void confirm_some(struct fixture *fixture, uint64_t *chance)
{
    char sql[300];
    snprintf(sql, sizeof(sql),
             "update penalty set state = 'confirmed', version = version + 1 where state = "
             "'proposed' and hashtextextended(clause, %lld) %% 2 = 0",
             (long long)chance_draw(chance, 0, 1000000));
    db_exec(&fixture->portfolio.tdb, sql);
    db_exec(
        &fixture->portfolio.tdb,
        "insert into kept select p.id, md5(p::text) from penalty p where state = 'confirmed' on "
        "conflict do nothing");
}

/* A case that should not have been told, told and voided. */
static void mistake(struct fixture *fixture, size_t number)
{
    char code[20], sql[200];
    snprintf(code, sizeof(code), "X%zu", number);
    portfolio_case(&fixture->portfolio, code, "fault", "2026-05-01", "{\"level\": \"C+\"}");
    settle(fixture);
    snprintf(sql, sizeof(sql), "update penalty_case set voided_at = now() where code = '%s'", code);
    db_exec(&fixture->portfolio.tdb, sql);
    portfolio_bump(&fixture->portfolio);
}

static void play(struct fixture *fixture, uint64_t seed)
{
    uint64_t chance = seed;
    size_t order[FACTS];
    db_exec(&fixture->portfolio.tdb, "create table kept (id bigint primary key, hash text)");
    shuffle(&chance, order);
    for (size_t i = 0; i < FACTS; i++) {
        tell(fixture, &ALL[order[i]]);
        if (chance_draw(&chance, 0, 2) == 0)
            settle(fixture);
        if (chance_draw(&chance, 0, 3) == 0)
            confirm_some(fixture, &chance);
        if (chance_draw(&chance, 0, 6) == 0)
            mistake(fixture, i);
    }
    settle(fixture);
}

static void test_any_order_and_decisions(void **state)
{
    char want[2000];
    int64_t confirmed = 0, lowered = 0;
    answer_at_once(state, want, sizeof(want));
    for (uint64_t seed = 1; seed <= PLAYS; seed++) {
        set_up(state);
        struct fixture *fixture = *state;
        const struct temp_db *tdb = &fixture->portfolio.tdb;
        play(fixture, chance_fork(20260621, seed));
        const char *got = db_text(tdb, AT_ONCE);
        if (strcmp(got, want) != 0)
            fail_msg("seed %d: %s\nat once: %s", (int)seed, got, want);
        if (db_number(tdb, "select (select sum((data->>'delta_fen')::bigint) from event) - (select "
                           "sum(deduct_fen) from penalty where state <> 'superseded')") != 0)
            fail_msg("seed %d: the differences do not add up", (int)seed);
        if (db_number(tdb, "select count(*) from kept k join penalty p on p.id = k.id where "
                           "md5(p::text) <> k.hash") != 0)
            fail_msg("seed %d: what was confirmed has changed", (int)seed);
        confirmed += db_number(tdb, "select count(*) from kept");
        lowered += db_number(tdb, "select count(*) from penalty where deduct_fen < 0");
        tear_down(state);
    }
    /* The plays reach what they are for. */
    assert_true(confirmed > PLAYS && lowered > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_any_order_and_decisions) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
