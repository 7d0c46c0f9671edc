/* Who assesses a contract looks again when its count of changes has grown, not before. So whatever
 * happens to a deadline: when a breach begins to count, or counts no more, the contract's count
 * grows in the same transaction. A penalty that nobody looks at again would be asked for by a
 * breach that is none any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "ledger.h"

enum { WALKS = 20, STEPS = 12, COUNTED_MAX = 500 };

/* The breaches that count, as the penalty worker reads them: of the current version of a deadline
 * that is breached or was closed late; and the day they are dated by. */
static const char COUNTED[] =
    "select string_agg(concat_ws('@', b.id, d.due_on), ' ' order by b.id) from deadline d join "
    "breach b on b.deadline_id = d.id and b.due_version = d.due_version where d.state in "
    "('breached', 'late')";
static const char FACTS[] = "select facts from contract_work";

static void counted(const struct ledger *ledger, char out[COUNTED_MAX])
{
    snprintf(out, COUNTED_MAX, "%s", db_text(&ledger->tdb, COUNTED));
}

/* ---- one by one ---- */

static void found(struct ledger *ledger, int64_t id)
{
    ledger_breach(ledger, id);
}
static void later(struct ledger *ledger, int64_t id)
{
    ledger_retarget(ledger, id, "2026-06-22", "2026-06-17");
}
static void in_time(struct ledger *ledger, int64_t id)
{
    ledger_stop(ledger, id, "2026-06-12");
}
static void too_late(struct ledger *ledger, int64_t id)
{
    ledger_stop(ledger, id, "2026-06-18");
}
static void stand_still(struct ledger *ledger, int64_t id)
{
    ledger_pause(ledger, id, "2026-06-17");
}
static void go_on(struct ledger *ledger, int64_t id)
{
    ledger_resume(ledger, id, "2026-06-24", "2026-06-18");
}
static void again(struct ledger *ledger, int64_t id)
{
    ledger_reopen(ledger, id, "2026-06-19");
}
static void never_due(struct ledger *ledger, int64_t id)
{
    ledger_void(ledger, id, "2026-06-19");
}
static void due_after_all(struct ledger *ledger, int64_t id)
{
    ledger_revive(ledger, id, "2026-06-26", "2026-06-20");
}

typedef void move_fn(struct ledger *ledger, int64_t id);

/* Of a deadline due on 2026-06-15, a Monday. */
static const struct {
    const char *name;
    move_fn *before[2];
    move_fn *move;
    int grows;
} MOVES[] = {
    { "an open one moves", { NULL }, later, 0 },
    { "a breached one gets its chance", { found }, later, 1 },
    { "one closed late would have been in time", { too_late }, later, 1 },
    { "one closed in time is so still", { in_time }, later, 0 },
    { "done in time", { NULL }, in_time, 0 },
    { "done too late, before the worker has seen it", { NULL }, too_late, 1 },
    { "done in time, told after the worker had found it", { found }, in_time, 1 },
    { "an open one is suspended", { NULL }, stand_still, 0 },
    { "a breached one is suspended", { found }, stand_still, 1 },
    { "a suspended one goes on", { stand_still }, go_on, 0 },
    { "a suspended one that was breached goes on", { found, stand_still }, go_on, 0 },
    { "a stop in time did not hold", { in_time }, again, 0 },
    { "a late stop did not hold", { too_late }, again, 1 },
    { "an open one was never due", { NULL }, never_due, 0 },
    { "a breached one was never due", { found }, never_due, 1 },
    { "one closed late was never due", { too_late }, never_due, 1 },
    { "void and due after all", { never_due }, due_after_all, 0 },
};

static void check_move(size_t i)
{
    struct ledger ledger;
    ledger_begin(&ledger);
    int64_t id = ledger_open_simple(&ledger, "A", "2026-06-15");
    for (size_t k = 0; k < COUNT_OF(MOVES[i].before) && MOVES[i].before[k]; k++)
        MOVES[i].before[k](&ledger, id);
    int64_t facts = db_number(&ledger.tdb, FACTS);
    MOVES[i].move(&ledger, id);
    int64_t grown = db_number(&ledger.tdb, FACTS) - facts;
    ledger_end(&ledger);
    if (grown != MOVES[i].grows)
        fail_msg("%s: the count grew by %d", MOVES[i].name, (int)grown);
}

static void test_each_move(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(MOVES); i++)
        check_move(i);
}

/* ---- and in any order ---- */

static const char *const DAYS[] = { "2026-06-10", "2026-06-15", "2026-06-16", "2026-06-22" };

static const char *any_day(uint64_t *chance)
{
    return DAYS[chance_draw(chance, 0, (int64_t)COUNT_OF(DAYS) - 1)];
}

/* What is closed cannot be suspended (RC_REFUSED); all else may happen to any. */
static bool is_closed(const struct ledger *ledger, int64_t id)
{
    char sql[120];
    snprintf(sql, sizeof(sql),
             "select count(*) from deadline where id = %lld and state in ('met', 'late', 'void')",
             (long long)id);
    return db_number(&ledger->tdb, sql) == 1;
}

static void move_once(struct ledger *ledger, int64_t id, uint64_t *chance)
{
    switch (chance_draw(chance, 0, is_closed(ledger, id) ? 5 : 7)) {
    case 0:
        ledger_breach(ledger, id);
        break;
    case 1:
        ledger_retarget(ledger, id, any_day(chance), "2026-06-18");
        break;
    case 2:
        ledger_stop(ledger, id, any_day(chance));
        break;
    case 3:
        ledger_reopen(ledger, id, "2026-06-18");
        break;
    case 4:
        ledger_void(ledger, id, "2026-06-18");
        break;
    case 5:
        ledger_revive(ledger, id, any_day(chance), "2026-06-18");
        break;
    case 6:
        ledger_pause(ledger, id, "2026-06-18");
        break;
    default:
        ledger_resume(ledger, id, any_day(chance), "2026-06-18");
    }
}

/* The worker's own breach bumps in a statement of the worker (deadline_work_bump), which is not
 * here: what it alone has changed is no failure of the ledger. */
static bool by_worker(const struct ledger *ledger, int64_t version)
{
    return db_number(&ledger->tdb, "select count(*) from clock_event") == version;
}

static void walk(struct ledger *ledger, uint64_t seed, int64_t *changes)
{
    uint64_t chance = seed;
    char before[COUNTED_MAX], after[COUNTED_MAX], code[24];
    snprintf(code, sizeof(code), "W%llu", (unsigned long long)seed);
    int64_t id = ledger_open_simple(ledger, code, "2026-06-15");
    for (int step = 0; step < STEPS; step++) {
        int64_t facts = db_number(&ledger->tdb, FACTS);
        int64_t acts = db_number(&ledger->tdb, "select count(*) from clock_event");
        counted(ledger, before);
        move_once(ledger, id, &chance);
        counted(ledger, after);
        if (strcmp(before, after) == 0 || by_worker(ledger, acts))
            continue;
        *changes += 1;
        if (db_number(&ledger->tdb, FACTS) == facts)
            fail_msg("seed %llu, step %d: counted was \"%s\" and is \"%s\", and nobody is told",
                     (unsigned long long)seed, step, before, after);
    }
}

static void test_any_moves(void **state)
{
    (void)state;
    struct ledger ledger;
    int64_t changes = 0;
    ledger_begin(&ledger);
    for (uint64_t seed = 1; seed <= WALKS; seed++)
        walk(&ledger, chance_fork(20261121, seed), &changes);
    assert_true(changes > WALKS); /* the walks reach what they are for */
    ledger_end(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_move),
        cmocka_unit_test(test_any_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
