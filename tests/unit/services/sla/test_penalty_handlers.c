/* Decisions on penalties: every operation in every state and by every role, and what becomes of the
 * amounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "penalties.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    people_add(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static const char *const STATES[] = { "proposed", "notified", "appealed",  "confirmed",
                                      "waived",   "reversed", "superseded" };

/* Each operation: who may, the state that the reply shows from each of STATES (NULL: a conflict),
 * and what stands for the case afterwards, of 100 fen. */
static const struct {
    const char *op, *by, *roles;
    const char *to[COUNT_OF(STATES)];
    int64_t stands;
} OPS[] = {
    { "penalty.notify", CUSTOMER, "customer", { "notified" }, 100 },
    { "penalty.appeal", MANAGER, "manager leader", { NULL, "appealed" }, 100 },
    { "penalty.confirm", CUSTOMER, "customer", { NULL, "confirmed", "confirmed" }, 100 },
    { "penalty.waive", CUSTOMER, "customer", { "waived", "waived", "waived" }, 0 },
    { "penalty.reverse", CUSTOMER, "customer", { NULL, NULL, NULL, "reversed" }, 0 },
};

/* What stands for the case of a penalty. */
static int64_t standing(int64_t penalty)
{
    char sql[300];
    snprintf(
        sql, sizeof(sql),
        "select sum(deduct_fen) from penalty where state <> 'superseded' and case_id = (select "
        "case_id from penalty where id = %lld)",
        (long long)penalty);
    return db_number(&desk.registry.tdb, sql);
}

static rc_t ask(const char *op, json_t *args, json_t **ret_result, struct problem *problem)
{
    char key[32];
    static int keys;
    snprintf(key, sizeof(key), "p%d", ++keys);
    *problem = (struct problem){ .rc = RC_OK };
    return bench_ask(&desk.sla, "", key, op, args, ret_result, problem);
}

/* Allowed, or a conflict that names the states it needs and leaves everything as it was. */
static void test_every_operation_in_every_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(OPS); i++) {
        for (size_t from = 0; from < COUNT_OF(STATES); from++) {
            json_t *result = NULL;
            struct problem problem;
            int64_t penalty = penalty_add(&desk, STATES[from]);
            int64_t decided = db_number(&desk.registry.tdb, "select count(*) from decision");
            rc_t rc = ask(OPS[i].op, decide_args(penalty, OPS[i].by), &result, &problem);
            decided = db_number(&desk.registry.tdb, "select count(*) from decision") - decided;
            const char *want = OPS[i].to[from];
            if (rc != (want ? RC_OK : RC_CONFLICT) || decided != (want != NULL) ||
                (want && strcmp(text_at(result, "state"), want) != 0) ||
                (want && standing(penalty) != OPS[i].stands) ||
                (!want && strcmp(problem.field, "penalty") != 0))
                fail_msg("%s from %s: %s %s", OPS[i].op, STATES[from], rc_word(rc), problem.text);
            json_decref(result);
        }
    }
}

static void test_who_may(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(OPS); i++) {
        size_t from = 0;
        while (!OPS[i].to[from])
            from++;
        for (size_t who = 0; who < COUNT_OF(PEOPLE); who++) {
            json_t *result = NULL;
            struct problem problem;
            int64_t penalty = penalty_add(&desk, STATES[from]);
            rc_t rc = ask(OPS[i].op, decide_args(penalty, PEOPLE[who].name), &result, &problem);
            bool may = strstr(OPS[i].roles, PEOPLE[who].role) != NULL;
            if (rc != (may ? RC_OK : RC_DENIED) || (!may && strcmp(problem.field, "by") != 0))
                fail_msg("%s by a %s: %s", OPS[i].op, PEOPLE[who].role, rc_word(rc));
            json_decref(result);
        }
    }
}

static const struct {
    const char *name, *op, *from, *key, *value; /* this argument instead; NULL: left out */
    const char *field;
    rc_t rc;
} REFUSED[] = {
    { "before it was proposed", "penalty.notify", "proposed", "on", "2026-06-09", "on",
      RC_REFUSED },
    { "a day to come", "penalty.notify", "proposed", "on", "2026-06-16", "on", RC_REFUSED },
    { "nobody of that name", "penalty.notify", "proposed", "by", "周某", "by", RC_NOT_FOUND },
    { "by nobody", "penalty.notify", "proposed", "by", NULL, "by", RC_INVALID },
    { "for no reason", "penalty.waive", "proposed", "note", NULL, "note", RC_INVALID },
    { "for an empty reason", "penalty.reverse", "confirmed", "note", "", "note", RC_INVALID },
    { "no such penalty", "penalty.confirm", NULL, NULL, NULL, "penalty", RC_NOT_FOUND },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        json_t *result = NULL;
        int64_t penalty = REFUSED[i].from ? penalty_add(&desk, REFUSED[i].from) : 999999;
        json_t *args = decide_args(penalty, CUSTOMER);
        if (REFUSED[i].value)
            json_object_set_new(args, REFUSED[i].key, json_string(REFUSED[i].value));
        else if (REFUSED[i].key)
            json_object_del(args, REFUSED[i].key);
        rc_t rc = ask(REFUSED[i].op, args, &result, &problem);
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
        json_decref(result);
    }
}

static json_t *decide(const char *op, int64_t penalty, const char *by)
{
    return bench_ok_json(&desk.sla, op, decide_args(penalty, by));
}

/* From the proposal to the confirmation, and back: the confirmed row is never touched again, the
 * reversal is a row of its own that comes once, and the events add up to what stands. */
static void test_the_whole_way(void **state)
{
    (void)state;
    struct problem problem;
    json_t *result = NULL;
    int64_t penalty = penalty_add(&desk, "proposed");
    json_decref(decide("penalty.notify", penalty, CUSTOMER));
    json_decref(decide("penalty.appeal", penalty, MANAGER));
    json_t *confirmed = decide("penalty.confirm", penalty, CUSTOMER);
    assert_int_equal(size_at(confirmed, "decisions"), 3);
    assert_string_equal(text_at(confirmed, "decisions.1.move"), "appeal");
    assert_string_equal(text_at(confirmed, "decisions.1.by"), MANAGER);
    assert_string_equal(text_at(confirmed, "decisions.1.note"), "按约定");
    json_t *reversed = decide("penalty.reverse", penalty, CUSTOMER);
    assert_int_equal(int_at(reversed, "reverses"), penalty);
    assert_int_equal(int_at(reversed, "revision"), 2);
    assert_true(int_at(reversed, "deduct_fen") == -100);
    assert_int_equal(int_at(reversed, "assessed_fen"), 100);
    json_t *after = bench_ok(&desk.sla, "penalty.get", "{s:I}", "penalty", (json_int_t)penalty);
    assert_string_equal(text_at(after, "state"), "confirmed");
    assert_int_equal(int_at(after, "version"), int_at(confirmed, "version"));
    assert_int_equal(int_at(after, "deduct_fen"), 100);
    assert_int_equal(ask("penalty.reverse", decide_args(penalty, CUSTOMER), &result, &problem),
                     RC_CONFLICT);
    assert_non_null(strstr(problem.text, "reversed already"));
    assert_int_equal(
        ask("penalty.reverse", decide_args(int_at(reversed, "id"), CUSTOMER), &result, &problem),
        RC_CONFLICT);
    char sql[200];
    snprintf(sql, sizeof(sql),
             "select sum((data->>'delta_fen')::bigint) from event where subject_kind = 'penalty' "
             "and subject_id in (%lld, %lld)",
             (long long)penalty, (long long)int_at(reversed, "id"));
    assert_int_equal(db_number(&desk.registry.tdb, sql), -100);
    json_decref(confirmed);
    json_decref(reversed);
    json_decref(after);
}

/* A penalty that lowers what was confirmed cannot be waived; it can be confirmed. */
static void test_a_reduction(void **state)
{
    (void)state;
    struct problem problem;
    json_t *result = NULL;
    int64_t penalty = penalty_add(&desk, "confirmed");
    db_exec(
        &desk.registry.tdb,
        "insert into penalty (contract_id, case_id, clause, revision, deduct_fen, assessed_fen, "
        "proof, pack_id, state, proposed_at) select contract_id, case_id, clause, 2, -40, 60, "
        "proof, pack_id, 'notified', proposed_at from penalty order by id desc limit 1");
    int64_t less = db_number(&desk.registry.tdb, "select max(id) from penalty");
    assert_int_equal(ask("penalty.waive", decide_args(less, CUSTOMER), &result, &problem),
                     RC_REFUSED);
    json_decref(decide("penalty.confirm", less, CUSTOMER));
    assert_int_equal(standing(penalty), 60);
}

/* The notice goes to who answers for the vendor; only a receipt of this penalty's notice may be
 * cited for its confirmation. */
static void test_notice(void **state)
{
    (void)state;
    static const char READ[] =
        "with n as (insert into notification (reminder_id, person_id, title, body, created_at) "
        "select id, person_id, 't', 'b', now() from reminder where object_kind = 'penalty' order "
        "by "
        "id desc limit 1 returning id, reminder_id), r as (update reminder set state = 'sent', "
        "sent_at = now() from n where reminder.id = n.reminder_id) select id from n";
    struct problem problem;
    json_t *result = NULL;
    int64_t penalty = penalty_add(&desk, "proposed");
    json_decref(decide("penalty.notify", penalty, CUSTOMER));
    int64_t receipt = db_number(&desk.registry.tdb, READ);
    json_t *args = decide_args(penalty, CUSTOMER);
    json_object_set_new(args, "receipt", json_integer(receipt));
    assert_int_equal(ask("penalty.confirm", json_deep_copy(args), &result, &problem), RC_REFUSED);
    assert_string_equal(problem.field, "receipt");
    db_exec(&desk.registry.tdb, "update notification set read_at = now(), read_by = 'x', "
                                "read_on_behalf = true where read_at is null");
    json_t *confirmed = bench_ok_json(&desk.sla, "penalty.confirm", args);
    assert_int_equal(int_at(confirmed, "decisions.1.data.receipt"), receipt);
    assert_int_equal(int_at(confirmed, "notices.0.receipt"), receipt);
    assert_true(json_is_true(at_path(confirmed, "notices.0.on_behalf")));
    json_decref(confirmed);
    int64_t other = penalty_add(&desk, "notified");
    args = decide_args(other, CUSTOMER);
    json_object_set_new(args, "receipt", json_integer(receipt));
    assert_int_equal(ask("penalty.confirm", args, &result, &problem), RC_REFUSED);
    args = decide_args(other, CUSTOMER);
    json_object_set_new(args, "receipt", json_integer(receipt));
    assert_int_equal(ask("penalty.waive", args, &result, &problem), RC_INVALID);
}

/* One key, one decision; a caller with an old version decides nothing. */
static void test_once(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    json_t *first = NULL, *second = NULL;
    int64_t penalty = penalty_add(&desk, "proposed");
    json_t *args = decide_args(penalty, CUSTOMER);
    assert_int_equal(
        bench_ask(&desk.sla, "", "same", "penalty.waive", json_incref(args), &first, &problem),
        RC_OK);
    assert_int_equal(bench_ask(&desk.sla, "", "same", "penalty.waive", args, &second, &problem),
                     RC_OK);
    assert_true(json_equal(first, second));
    json_decref(first);
    json_decref(second);
    penalty = penalty_add(&desk, "proposed");
    json_decref(decide("penalty.notify", penalty, CUSTOMER));
    args = decide_args(penalty, CUSTOMER);
    json_object_set_new(args, "version", json_integer(1));
    assert_int_equal(ask("penalty.confirm", args, &first, &problem), RC_STALE);
}

/* The table itself refuses to change what was decided, and any amount. */
static void test_nothing_is_edited(void **state)
{
    (void)state;
    static const char *const EDITS[] = {
        "update penalty set deduct_fen = 1 where state = 'proposed'",
        "update penalty set state = 'proposed' where state = 'confirmed'",
        "update penalty set state = 'superseded' where state = 'waived'",
        "delete from penalty",
        "update decision set note = 'x'",
    };
    penalty_add(&desk, "proposed");
    for (size_t i = 0; i < COUNT_OF(EDITS); i++)
        if (strcmp(db_refused(&desk.registry.tdb, EDITS[i]), "MP001") != 0)
            fail_msg("%s", EDITS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_operation_in_every_state),
        cmocka_unit_test(test_who_may),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_the_whole_way),
        cmocka_unit_test(test_a_reduction),
        cmocka_unit_test(test_notice),
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_nothing_is_edited),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
