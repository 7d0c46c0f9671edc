/* account.* on a real database: a token that is told once, whom an account is, and its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"

#define CODE "yifen-2026"

enum { TOKEN_CHARS = 69 /* "mlps_" and 256 bits in hexadecimal */ };

/* People of the open contract: two of one name in two roles, and one who has left. */
static void add_people(const struct bench *bench)
{
    db_exec(&bench->tdb,
            "insert into person (contract_id, name, role, active) select id, p.name, p.role, "
            "p.active from contract, (values ('wang', 'manager', true), ('li', 'leader', true), "
            "('two', 'engineer', true), ('two', 'customer', true), ('gone', 'leader', false)) as p "
            "(name, role, active)");
}

static json_t *add_account(struct bench *bench, const char *name)
{
    return bench_ok(bench, "account.add", "{s:s}", "name", name);
}

/* Answer of the gateway's question, owned; NULL when it is refused. */
static json_t *enter(struct bench *bench, const char *token)
{
    struct problem problem = { .rc = RC_OK };
    json_t *answer = NULL;
    rc_t rc = bench_ask(bench, "gateway", NULL, "account.enter", json_pack("{s:s}", "token", token),
                        &answer, &problem);
    assert_true(rc == RC_OK || rc == RC_NOT_FOUND);
    return answer;
}

static void test_a_token_is_told_once_and_opens_until_it_is_revoked(void **state)
{
    struct bench *bench = *state;
    struct problem problem = { .rc = RC_OK };
    json_t *again = NULL;
    json_t *made = NULL;
    char sql[500];
    json_t *args = json_pack("{s:s}", "name", "wang");
    assert_int_equal(
        bench_ask(bench, "cli", "k", "account.add", json_incref(args), &made, &problem), RC_OK);
    const char *token = text_at(made, "token");
    assert_int_equal(strlen(token), TOKEN_CHARS);
    assert_int_equal(
        bench_ask(bench, "cli", "k", "account.add", json_incref(args), &again, &problem), RC_OK);
    assert_null(json_object_get(again, "token"));
    snprintf(
        sql, sizeof(sql),
        "select (select count(*) from account a where a::text like '%%%s%%') + (select count(*) "
        "from idempotency i where i::text like '%%%s%%') + (select count(*) from event e where "
        "e::text like '%%%s%%')",
        token + 5, token + 5, token + 5);
    assert_int_equal(db_number(&bench->tdb, sql), 0);
    json_t *entered = enter(bench, token);
    assert_string_equal(text_at(entered, "account"), "wang");
    assert_int_equal(size_at(entered, "persons"), 0);
    assert_null(
        enter(bench, "mlps_0000000000000000000000000000000000000000000000000000000000000000"));
    json_int_t id = int_at(made, "id");
    for (int i = 0; i < 2; i++) { /* the second time nothing changes */
        json_t *ended = bench_ok(bench, "account.revoke", "{s:I}", "account", id);
        assert_non_null(text_at(ended, "revoked_at"));
        assert_int_equal(int_at(ended, "version"), 2);
        json_decref(ended);
    }
    assert_null(enter(bench, token));
    assert_string_equal(db_text(&bench->tdb,
                                "select string_agg(kind || ' ' || (data ->> 'account'), "
                                "', ' order by seq) from event where kind like "
                                "'account%'"),
                        "account.added wang, account.revoked wang");
    /* its name is never given again: what it did stays its doing */
    assert_int_equal(bench_refused(bench, &problem, "account.add", "{s:s}", "name", "wang"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "name");
    json_decref(args);
    json_decref(made);
    json_decref(again);
    json_decref(entered);
}

/* Tried on account `id` by whoever ties accounts. */
static const struct {
    const char *contract, *person, *role;
    int version; /* 0: not said */
    rc_t rc;
    const char *field;
} BINDINGS[] = {
    { "none", "wang", NULL, 0, RC_NOT_FOUND, "contract" },
    { CODE, "nobody", NULL, 0, RC_NOT_FOUND, "person" },
    { CODE, "gone", NULL, 0, RC_NOT_FOUND, "person" },
    { CODE, "wang", "leader", 0, RC_NOT_FOUND, "person" },
    { CODE, "two", NULL, 0, RC_REFUSED, "role" },
    { CODE, "wang", NULL, 2, RC_STALE, "version" },
    { CODE, "two", "customer", 1, RC_OK, "" },
    { CODE, "two", "customer", 0, RC_CONFLICT, "account" }, /* it is that person already */
    { CODE, "wang", NULL, 0, RC_CONFLICT, "account" },
};

static void test_whom_an_account_is(void **state)
{
    struct bench *bench = *state;
    add_people(bench);
    json_t *made = add_account(bench, "acc");
    for (size_t i = 0; i < COUNT_OF(BINDINGS); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *bound = NULL;
        char key[16];
        json_t *args =
            json_pack("{s:O, s:s, s:s, s:s*}", "account", json_object_get(made, "id"), "contract",
                      BINDINGS[i].contract, "person", BINDINGS[i].person, "role", BINDINGS[i].role);
        if (BINDINGS[i].version)
            json_object_set_new(args, "version", json_integer(BINDINGS[i].version));
        snprintf(key, sizeof(key), "b%zu", i);
        rc_t rc = bench_ask(bench, "cli", key, "account.bind", args, &bound, &problem);
        if (rc != BINDINGS[i].rc || strcmp(problem.field, BINDINGS[i].field) != 0)
            fail_msg("%s as %s: %s (%s)", BINDINGS[i].person, BINDINGS[i].role, problem.text,
                     problem.field);
        json_decref(bound);
    }
    json_t *entered = enter(bench, text_at(made, "token"));
    assert_string_equal(text_at(entered, "persons.0.person"), "two");
    assert_string_equal(text_at(entered, "persons.0.role"), "customer");
    json_decref(entered);
    db_exec(&bench->tdb, "update person set active = false where name = 'two'");
    entered = enter(bench, text_at(made, "token"));
    assert_int_equal(size_at(entered, "persons"), 0); /* who has left may nothing more */
    json_decref(entered);
    json_t *list = bench_ok(bench, "account.list", "{}");
    assert_int_equal(size_at(list, "items.0.persons"), 1);
    assert_string_equal(text_at(list, "items.0.persons.0.person"), "two");
    assert_string_equal(text_at(list, "items.0.persons.0.role"), "customer");
    assert_string_equal(text_at(list, "items.0.persons.0.bound_by"), "cli");
    assert_int_equal(int_at(list, "items.0.version"), 2);
    json_decref(list);
    json_decref(made);
}

/* Untied and tied to somebody else: each change is one event, and nothing is told of what was so
 * before. */
static void test_untied(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    add_people(bench);
    json_t *made = add_account(bench, "acc");
    json_int_t id = int_at(made, "id");
    json_decref(bench_ok(bench, "account.bind", "{s:I, s:s, s:s}", "account", id, "contract", CODE,
                         "person", "wang"));
    for (int i = 0; i < 2; i++) {
        json_t *free_again =
            bench_ok(bench, "account.unbind", "{s:I, s:s}", "account", id, "contract", CODE);
        assert_int_equal(size_at(free_again, "persons"), 0);
        assert_int_equal(int_at(free_again, "version"), 3);
        json_decref(free_again);
    }
    json_decref(bench_ok(bench, "account.bind", "{s:I, s:s, s:s}", "account", id, "contract", CODE,
                         "person", "li"));
    json_decref(bench_ok(bench, "account.revoke", "{s:I}", "account", id));
    assert_int_equal(bench_refused(bench, &problem, "account.bind", "{s:I, s:s, s:s}", "account",
                                   id, "contract", CODE, "person", "wang"),
                     RC_REFUSED);
    assert_int_equal(bench_refused(bench, &problem, "account.revoke", "{s:I}", "account", id + 1),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(bench, &problem, "account.unbind", "{s:I, s:s}", "account",
                                   id + 1, "contract", CODE),
                     RC_NOT_FOUND);
    assert_string_equal(
        db_text(&bench->tdb, "select string_agg(concat_ws(' ', kind, contract, data ->> 'person'), "
                             "', ' order by seq) from event where subject_kind = 'account'"),
        "account.added, account.bound " CODE " wang, account.unbound " CODE ", account.bound " CODE
        " li, account.revoked");
    json_decref(made);
}

static void test_pages(void **state)
{
    struct bench *bench = *state;
    json_t *args = json_object();
    for (int i = 0; i < 5; i++) {
        char name[16];
        snprintf(name, sizeof(name), "acc-%d", i);
        json_decref(add_account(bench, name));
    }
    bench_check_pages(bench, "account.list", args, 5);
    json_decref(args);
}

/* Trying tokens is the gateway's alone, and changing accounts is nobody's but people's. */
static void test_callers(void **state)
{
    static const struct {
        const char *caller, *op;
        bool may;
    } ROWS[] = {
        { "gateway", "account.enter", true }, { "cli", "account.enter", false },
        { "report", "account.enter", false }, { "reminder", "account.enter", false },
        { "gateway", "account.bind", true },  { "cli", "account.bind", true },
        { "report", "account.bind", false },  { "penalty", "account.bind", false },
        { "report", "account.list", false },  { "scheduler", "account.add", false },
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *answer = NULL;
        rc_t rc =
            bench_ask(bench, ROWS[i].caller, "k", ROWS[i].op, json_object(), &answer, &problem);
        if ((rc == RC_DENIED) == ROWS[i].may)
            fail_msg("%s %s: %s", ROWS[i].caller, ROWS[i].op, problem.text);
        json_decref(answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_EMPTY(test_a_token_is_told_once_and_opens_until_it_is_revoked),
        ON_PORTFOLIO(test_whom_an_account_is),
        ON_PORTFOLIO(test_untied),
        ON_EMPTY(test_pages),
        ON_EMPTY(test_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
