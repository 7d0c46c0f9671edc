/* People decide on penalties while workers judge the same contract again and facts come and go,
 * each on a connection of its own, in an order of calls that a seed draws. Whoever comes first, in
 * the end
 *   - a person is told nothing but that it was done, or that the view was old (stale, conflict);
 *   - what was decided stands as it was decided, to the fen, and each decision is written down;
 *   - of a case and clause one row at most waits for a decision;
 *   - what the workers' last answer came to is what a fresh database answers over the same facts,
 *     and what people waived or took back after it is all that is missing from it.
 * More seeds: MLPS_SEEDS=200. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "ledger.h"
#include "parse.h"
#include "penalties.h"
#include "penalty_step.h"
#include "rulebook.h"
#include "stepping.h"
#include "turns.h"

enum {
    SEEDS = 8,
    JUDGES = 2,
    DECIDERS = 3,
    CLERK = JUDGES + DECIDERS, /* one, so that what it records is not its own race */
    ACTORS = CLERK + 1,
    ACTS = 14,     /* of each actor */
    CASES = 12,    /* at most recorded in one race, some of them voided again … */
    KNOWN = 5,     /* … and these are before it begins: there is something to decide on */
    LIST_MOST = 5, /* pages are not what is tested: the last few are where the others are */
};
#define NOW "2026-06-15 09:00"
#define DAY "2026-06-15"

static struct desk desk;  /* where they race */
static struct desk fresh; /* where the same facts are judged once */

/* ---- what may be told ---- */

/* Repeated, one-off, exclusive and counted rows of the pack: cases change what others cost. */
static const struct {
    const char *type, *attributes;
} KINDS[] = {
    { "fault", "{\"level\": \"C+\"}" },
    { "fault", "{\"level\": \"B1\"}" },
    { "user_complaint", "{\"important_user\": true}" },
    { "security_event", "{\"grade\": \"III\"}" },
    { "center_notice", "{\"business_affected\": true}" },
    { "inspection", "{\"high_risk\": 2}" },
};

struct told {
    int kind, day; /* of May 2026 */
    bool voided;
};

static json_t *case_args(int number, const struct told *told)
{
    char code[16], on[16];
    snprintf(code, sizeof(code), "R%d", number);
    snprintf(on, sizeof(on), "2026-05-%02d", told->day);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "contract", CONTRACT, "code", code, "type",
                     KINDS[told->kind].type, "on", on, "title", "t", "attributes",
                     json_loads(KINDS[told->kind].attributes, 0, NULL));
}

/* ---- the actors ---- */

/* A decision as its reply told it. */
struct kept {
    int64_t penalty, deduct_fen;
    char state[16];
};

struct actor {
    struct turn_taker turn;
    struct bench bench; /* of people */
    pg_t *db;           /* its connection, whoever owns it */
    rulebook_t *book;   /* of a judge */
    uint64_t chance;
    unsigned keys;
    struct told told[CASES]; /* of the clerk */
    int told_count;
    struct kept kept[ACTS]; /* of a decider */
    int kept_count, refused;
    char trouble[300]; /* what must not be, "" for nothing */
};

static void note_trouble(struct actor *self, const char *what, rc_t rc,
                         const struct problem *problem)
{
    if (self->trouble[0] == '\0')
        snprintf(self->trouble, sizeof(self->trouble), "%s: %s: %.200s", what, rc_word(rc),
                 problem->text);
}

/* Under a key of its own; `args` are stolen. The owned result, NULL when it was refused. */
static json_t *ask(struct actor *self, const char *op, json_t *args, rc_t *ret_rc)
{
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    char key[48];
    snprintf(key, sizeof(key), "%d-%llx-%u", self->turn.number, (unsigned long long)self->chance,
             ++self->keys);
    *ret_rc = bench_ask(&self->bench, "", key, op, args, &result, &problem);
    if (*ret_rc != RC_OK && *ret_rc != RC_STALE && *ret_rc != RC_CONFLICT)
        note_trouble(self, op, *ret_rc, &problem);
    return result;
}

static void judge(struct actor *self)
{
    struct problem problem = { .rc = RC_OK };
    int64_t next = 0;
    rc_t rc =
        worker_step(&PENALTY_WORKER, self->db, test_instant(NOW), self->book, &next, &problem);
    if (rc != RC_OK)
        note_trouble(self, "judge", rc, &problem);
}

/* What somebody may want to do with a penalty as it was read. */
static const struct {
    const char *state, *op, *by;
} WISHES[] = {
    { "proposed", "penalty.notify", CUSTOMER },  { "proposed", "penalty.waive", CUSTOMER },
    { "notified", "penalty.confirm", CUSTOMER }, { "notified", "penalty.appeal", MANAGER },
    { "notified", "penalty.waive", CUSTOMER },   { "appealed", "penalty.confirm", CUSTOMER },
    { "appealed", "penalty.waive", CUSTOMER },   { "confirmed", "penalty.reverse", CUSTOMER },
};

/* The drawn one of those that fit; NULL when there is none. A reduction cannot be waived. */
static const char *draw_wish(struct actor *self, const json_t *penalty, const char **ret_by)
{
    const char *state = json_string_value(json_object_get(penalty, "state"));
    bool lowers = json_integer_value(json_object_get(penalty, "deduct_fen")) < 0;
    const char *op = NULL;
    int64_t seen = 0;
    for (size_t i = 0; i < COUNT_OF(WISHES); i++) {
        if (strcmp(WISHES[i].state, state) != 0 ||
            (lowers && strcmp(WISHES[i].op, "penalty.waive") == 0))
            continue;
        if (chance_draw(&self->chance, 0, seen++) == 0) {
            op = WISHES[i].op;
            *ret_by = WISHES[i].by;
        }
    }
    return op;
}

static void keep(struct actor *self, const json_t *reply)
{
    struct kept *kept = &self->kept[self->kept_count++];
    kept->penalty = json_integer_value(json_object_get(reply, "id"));
    kept->deduct_fen = json_integer_value(json_object_get(reply, "deduct_fen"));
    snprintf(kept->state, sizeof(kept->state), "%s",
             json_string_value(json_object_get(reply, "state")));
}

/* By the version that was read, or by whatever stands. */
static void decide_on(struct actor *self, const json_t *penalty)
{
    const char *by = NULL, *op = draw_wish(self, penalty, &by);
    rc_t rc;
    if (!op)
        return;
    json_t *args = json_pack("{s:O, s:s, s:s, s:s}", "penalty", json_object_get(penalty, "id"),
                             "on", DAY, "by", by, "note", "按约定");
    if (chance_draw(&self->chance, 0, 1) == 0)
        json_object_set(args, "version", json_object_get(penalty, "version"));
    json_t *reply = ask(self, op, args, &rc);
    if (rc == RC_OK)
        keep(self, reply);
    else
        self->refused++;
    json_decref(reply);
}

/* Reads, thinks, decides: between the two the others may have been there. */
static void decide(struct actor *self)
{
    rc_t rc;
    json_t *page = ask(self, "penalty.list", json_pack("{s:s}", "contract", CONTRACT), &rc);
    const json_t *items = json_object_get(page, "items");
    int64_t count = (int64_t)json_array_size(items);
    int64_t least = count > LIST_MOST ? count - LIST_MOST : 0;
    if (count > 0)
        decide_on(self,
                  json_array_get(items, (size_t)chance_draw(&self->chance, least, count - 1)));
    json_decref(page);
}

static void void_one(struct actor *self)
{
    int number = (int)chance_draw(&self->chance, 0, self->told_count - 1);
    char code[16];
    rc_t rc;
    if (self->told[number].voided)
        return;
    snprintf(code, sizeof(code), "R%d", number);
    self->told[number].voided = true;
    json_decref(
        ask(self, "case.void",
            json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "note", "误报"), &rc));
    if (rc != RC_OK)
        note_trouble(self, "case.void", rc, &(struct problem){ .rc = rc });
}

static void tell_one(struct actor *self)
{
    struct told *told = &self->told[self->told_count];
    rc_t rc;
    told->kind = (int)chance_draw(&self->chance, 0, (int64_t)COUNT_OF(KINDS) - 1);
    told->day = (int)chance_draw(&self->chance, 1, 28); /* back-dated as often as not */
    json_decref(ask(self, "case.record", case_args(self->told_count, told), &rc));
    self->told_count++;
    if (rc != RC_OK)
        note_trouble(self, "case.record", rc, &(struct problem){ .rc = rc });
}

static void tell(struct actor *self)
{
    if (self->told_count == CASES || chance_draw(&self->chance, 0, 3) == 0)
        void_one(self);
    else
        tell_one(self);
}

static void *act(void *arg)
{
    struct actor *self = arg;
    void (*fn)(struct actor *) = self->turn.number < JUDGES  ? judge
                                 : self->turn.number < CLERK ? decide
                                                             : tell;
    for (int i = 0; i < ACTS; i++)
        fn(self);
    turns_leave(&self->turn, self->db);
    return NULL;
}

/* ---- one race ---- */

static void actor_begin(struct actor *self, struct turns *turns, int number, uint64_t seed)
{
    memset(self, 0, sizeof(*self));
    self->turn = (struct turn_taker){ .turns = turns, .number = number };
    self->chance = chance_fork(seed, (uint64_t)number);
    if (number < JUDGES) {
        self->db = temp_db_pg(&desk.registry.tdb, "mlps_penalty");
        self->book = rulebook_new();
    } else {
        bench_join(&self->bench, &SLA_SERVICE, &desk.registry);
        self->db = self->bench.db;
    }
}

static void actor_end(struct actor *self)
{
    if (!self->book) {
        bench_close(&self->bench);
        return;
    }
    rulebook_destroy(&self->book);
    pg_destroy(&self->db);
}

/* What the worker makes of the facts as they are now. */
static void settle(const struct desk *at)
{
    pg_t *db = temp_db_pg(&at->registry.tdb, "mlps_penalty");
    rulebook_t *book = rulebook_new();
    step_settle(&PENALTY_WORKER, db, test_instant(NOW), book);
    rulebook_destroy(&book);
    pg_destroy(&db);
}

static void race(struct actor actors[ACTORS], uint64_t seed)
{
    pthread_t threads[ACTORS];
    struct turns turns;
    turns_init(&turns, ACTORS, seed);
    for (int i = 0; i < ACTORS; i++)
        actor_begin(&actors[i], &turns, i, seed);
    for (int i = 0; i < KNOWN; i++)
        tell_one(&actors[CLERK]);
    settle(&desk);
    for (int i = 0; i < ACTORS; i++)
        turns_join(&actors[i].turn, actors[i].db);
    for (int i = 0; i < ACTORS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, act, &actors[i]), 0);
    for (int i = 0; i < ACTORS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < ACTORS; i++)
        actor_end(&actors[i]);
    turns_fini(&turns);
}

/* The next race begins with an empty contract. */
static void wipe(const struct desk *at)
{
    db_exec(&at->registry.tdb,
            "set session_replication_role = replica; delete from reminder; delete from decision;"
            "delete from penalty; delete from penalty_case; delete from event;"
            "set session_replication_role = origin");
}

/* ---- what must be true afterwards ---- */

/* Of each case and clause what the worker's last answer came to: its events' differences add up to
 * it, with those of the decisions before it. */
static const char ANSWERED[] =
    "select string_agg(concat(kase, ':', clause, '=', fen), ' ' order by kase, clause) from (select"
    " e.data->>'case' as kase, e.data->>'clause' as clause, sum((e.data->>'delta_fen')::bigint) as"
    " fen from event e join (select data->>'case' as kase, data->>'clause' as clause, max(seq) as"
    " seq from event where subject_kind = 'penalty' and not data ? 'by' group by 1, 2) worker on"
    " worker.kase = e.data->>'case' and worker.clause = e.data->>'clause' and e.seq <= worker.seq"
    " where e.subject_kind = 'penalty' group by 1, 2) answer where fen <> 0";
/* What stands is what all events add up to; gives those of which it is not so. */
static const char ADDED_UP[] =
    "select string_agg(concat(kase, ':', clause, ' stands at ', stands, ', events say ', said), ' "
    "')"
    " from (select c.code as kase, p.clause, sum(p.deduct_fen) filter (where p.state <> "
    "'superseded') as stands, (select sum((e.data->>'delta_fen')::bigint) from event e where "
    "e.subject_kind = 'penalty' and e.data->>'case' = c.code and e.data->>'clause' = p.clause) as "
    "said from penalty p join penalty_case c on c.id = p.case_id group by c.code, p.clause) sums "
    "where coalesce(stands, 0) <> coalesce(said, 0)";
static const char TWO_WAIT[] =
    "select count(*) from (select from penalty where state in ('proposed', 'notified', 'appealed') "
    "group by case_id, clause having count(*) > 1) twice";

static void check_kept(const struct actor *actor, uint64_t seed)
{
    static const char FINAL[] = "confirmed waived reversed";
    char sql[200];
    for (int i = 0; i < actor->kept_count; i++) {
        const struct kept *kept = &actor->kept[i];
        snprintf(sql, sizeof(sql),
                 "select count(*) from penalty where id = %lld and deduct_fen = %lld and (state = "
                 "'%s' or %s)",
                 (long long)kept->penalty, (long long)kept->deduct_fen, kept->state,
                 strstr(FINAL, kept->state) ? "false" : "true");
        if (db_number(&desk.registry.tdb, sql) != 1)
            fail_msg("seed %llu: penalty %lld was %s with %lld fen and is so no more",
                     (unsigned long long)seed, (long long)kept->penalty, kept->state,
                     (long long)kept->deduct_fen);
    }
}

static void check_sums(const struct actor *clerk, uint64_t seed)
{
    char raced[2000];
    for (int i = 0; i < clerk->told_count; i++)
        if (!clerk->told[i].voided)
            json_decref(bench_ok_json(&fresh.sla, "case.record", case_args(i, &clerk->told[i])));
    settle(&fresh);
    snprintf(raced, sizeof(raced), "%s", db_text(&desk.registry.tdb, ANSWERED));
    const char *once = db_text(&fresh.registry.tdb, ANSWERED);
    if (strcmp(raced, once) != 0)
        fail_msg("seed %llu: the race came to %s\nat once: %s", (unsigned long long)seed, raced,
                 once);
    const char *odd = db_text(&desk.registry.tdb, ADDED_UP);
    if (*odd)
        fail_msg("seed %llu: %s", (unsigned long long)seed, odd);
}

/* Decisions and refusals of all of them. */
struct tally {
    int decided, refused;
};

static void check_race(const struct actor actors[ACTORS], uint64_t seed, struct tally *tally)
{
    int decided = 0;
    for (int i = 0; i < ACTORS; i++) {
        if (actors[i].trouble[0])
            fail_msg("seed %llu, actor %d: %s", (unsigned long long)seed, i, actors[i].trouble);
        check_kept(&actors[i], seed);
        decided += actors[i].kept_count;
        tally->refused += actors[i].refused;
    }
    tally->decided += decided;
    assert_int_equal(db_number(&desk.registry.tdb, "select count(*) from decision"), decided);
    assert_int_equal(db_number(&desk.registry.tdb, TWO_WAIT), 0);
    check_sums(&actors[CLERK], seed);
}

static void test_decisions_against_the_worker(void **state)
{
    (void)state;
    static struct actor actors[ACTORS];
    struct tally tally = { 0, 0 };
    const char *given = getenv("MLPS_SEEDS");
    int64_t seeds = SEEDS;
    assert_true(!given || parse_i64(given, &seeds));
    for (int64_t i = 1; i <= seeds; i++) {
        uint64_t seed = chance_fork(20261121, (uint64_t)i);
        race(actors, seed);
        settle(&desk);
        check_race(actors, seed, &tally);
        wipe(&desk);
        wipe(&fresh);
    }
    print_message("%d decided, %d refused\n", tally.decided, tally.refused);
    assert_true(tally.decided > seeds && tally.refused > 0); /* they reach what they are for */
}

static int open_desks(void **state)
{
    (void)state;
    desk_open(&desk);
    people_add(&desk);
    desk_open(&fresh);
    return 0;
}

static int close_desks(void **state)
{
    (void)state;
    desk_close(&fresh);
    desk_close(&desk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_decisions_against_the_worker) };
    return cmocka_run_group_tests(tests, open_desks, close_desks);
}
