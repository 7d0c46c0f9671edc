/* contract.* on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "memory.h"
#include "registry_fixture.h"
#include "shipped.h"
#include "wire_check.h"

static json_t *open_args(const char *signed_on, json_t *more)
{
    json_t *args = json_pack("{s:s, s:s}", "pack", "yifen-2026", "signed", signed_on);
    if (more) {
        json_object_update(args, more);
        json_decref(more);
    }
    return args;
}

static rc_t refused(struct bench *bench, struct problem *problem, json_t *args)
{
    return bench_refused(bench, problem, "contract.open", "o", args);
}

/* A newer version is a newer row: what was opened stays with its own, text and all. */
static void test_a_contract_stays_with_its_version(void **state)
{
    struct bench *bench = *state;
    char *second = shipped_version("packs/yifen-2026.yaml", 2, "");
    json_decref(bench_ok_json(bench, "contract.open", open_args("2026-03-16", NULL)));
    json_decref(bench_ok(bench, "pack.load", "{s:s}", "yaml", second));
    json_t *contract = bench_ok(bench, "contract.get", "{s:s}", "code", "yifen-2026");
    json_t *first = bench_ok(bench, "pack.text", "{s:s, s:i}", "name", "yifen-2026", "version", 1);
    json_t *newest = bench_ok(bench, "pack.text", "{s:s}", "name", "yifen-2026");
    assert_int_equal(int_at(contract, "pack_version"), 1);
    assert_string_not_equal(text_at(first, "yaml"), text_at(newest, "yaml"));
    assert_string_equal(text_at(newest, "yaml"), second);
    assert_int_equal(
        1,
        db_number(
            &bench->tdb,
            "select count(*) from contract k join pack p on p.id = k.pack_id and p.version = 1"));
    json_decref(contract);
    json_decref(first);
    json_decref(newest);
    mem_free(second);
}

static void test_the_real_contract(void **state)
{
    struct bench *bench = *state;
    json_t *contract = bench_ok_json(bench, "contract.open", open_args("2026-03-16", NULL));
    static const int64_t SYSTEMS_OF_TEAM[] = { 5, 5, 6, 11, 6, 6 };
    assert_string_equal(text_at(contract, "code"), "yifen-2026");
    assert_int_equal(int_at(contract, "systems"), 39);
    assert_int_equal(int_at(contract, "total_fen"), 718061200);
    assert_string_equal(text_at(contract, "signed"), "2026-03-16");
    assert_string_equal(text_at(contract, "service_from"), "2026-03-16");
    assert_string_equal(text_at(contract, "service_to"), "2026-12-31");
    assert_string_equal(text_at(contract, "zone"), "Asia/Shanghai");
    assert_string_equal(text_at(contract, "calendar"), "cn");
    assert_int_equal(int_at(contract, "pack_version"), 1);
    assert_int_equal(size_at(contract, "teams"), COUNT_OF(SYSTEMS_OF_TEAM));
    for (size_t i = 0; i < COUNT_OF(SYSTEMS_OF_TEAM); i++)
        assert_int_equal(int_at(json_array_get(at_path(contract, "teams"), i), "systems"),
                         SYSTEMS_OF_TEAM[i]);
    json_decref(contract);

    const struct temp_db *tdb = &bench->tdb;
    assert_int_equal(35, db_number(tdb, "select count(*) from system where grade = 3"));
    assert_int_equal(4, db_number(tdb, "select count(*) from system where grade = 2"));
    assert_string_equal(db_text(tdb, "select string_agg(serial::text, ',' order by serial)"
                                     "  from system where grade = 2"),
                        "4,28,34,36");
    assert_int_equal(39, db_number(tdb, "select count(distinct clause) from system"));
    assert_int_equal(1, db_number(tdb, "select count(*) from contract_work where facts = 1"
                                       "   and scheduled = 0 and assessed = 0"));
    assert_string_equal(db_text(tdb, "select contract || ' ' || (data ->> 'systems') from event"
                                     " where kind = 'contract.opened'"),
                        "yifen-2026 39");
}

static void test_people_come_with_the_contract(void **state)
{
    struct bench *bench = *state;
    json_t *people =
        json_pack("[{s:s, s:s, s:s, s:s}, {s:s, s:s}]", "name", "张工", "role", "engineer", "team",
                  "gzw", "email", "zhang@example.com", "name", "李经理", "role", "manager");
    json_decref(bench_ok_json(bench, "contract.open",
                              open_args("2026-03-16", json_pack("{s:o}", "people", people))));
    json_t *list = bench_ok(bench, "person.list", "{s:s}", "contract", "yifen-2026");
    assert_int_equal(size_at(list, "items"), 2);
    assert_string_equal(text_at(list, "items.0.name"), "张工");
    assert_string_equal(text_at(list, "items.0.team"), "gzw");
    assert_string_equal(text_at(list, "items.0.email"), "zhang@example.com");
    assert_string_equal(text_at(list, "items.1.role"), "manager");
    assert_null(text_at(list, "items.1.team"));
    assert_null(text_at(list, "items.1.email"));
    json_decref(list);
}

static void test_opening_again(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *first = bench_ok_json(bench, "contract.open", open_args("2026-03-16", NULL));
    json_t *again = bench_ok_json(bench, "contract.open", open_args("2026-03-16", NULL));
    assert_true(json_equal(first, again));
    json_decref(again);
    again = bench_ok_json(bench, "contract.open",
                          open_args("2026-03-16", json_pack("{s:I, s:{}}", "total_fen",
                                                            (json_int_t)718061200, "readings")));
    assert_true(json_equal(first, again));
    json_decref(again);
    json_decref(first);

    assert_int_equal(refused(bench, &problem, open_args("2026-03-17", NULL)), RC_CONFLICT);
    assert_string_equal(problem.field, "code");
    assert_int_equal(
        refused(bench, &problem, open_args("2026-03-16", json_pack("{s:i}", "total_fen", 7))),
        RC_CONFLICT);
    assert_int_equal(
        refused(bench, &problem,
                open_args("2026-03-16", json_pack("{s:{s:s}}", "readings", "roll", "true"))),
        RC_CONFLICT);
    json_t *other = json_pack("{s:s, s:s, s:s}", "code", "yifen-2026", "pack", "minhang-2024",
                              "signed", "2026-03-16");
    assert_int_equal(refused(bench, &problem, other), RC_CONFLICT);
    assert_int_equal(1, db_number(&bench->tdb, "select count(*) from contract"));
    assert_int_equal(39, db_number(&bench->tdb, "select count(*) from system"));
    assert_int_equal(
        1, db_number(&bench->tdb, "select count(*) from event where kind = 'contract.opened'"));
}

static void test_one_pack_may_have_several_contracts(void **state)
{
    struct bench *bench = *state;
    json_decref(bench_ok_json(bench, "contract.open", open_args("2026-03-16", NULL)));
    json_t *second = bench_ok_json(
        bench, "contract.open",
        open_args("2026-04-01", json_pack("{s:s, s:I, s:{s:s}}", "code", "second", "total_fen",
                                          (json_int_t)100, "readings", "roll", "true")));
    assert_int_equal(int_at(second, "total_fen"), 100);
    assert_string_equal(text_at(second, "readings.roll"), "true");
    assert_string_equal(text_at(second, "service_from"), "2026-04-01");
    json_decref(second);
    json_t *first_page = bench_ok(bench, "contract.list", "{s:i}", "limit", 1);
    json_t *second_page = bench_ok(bench, "contract.list", "{s:i, s:s}", "limit", 1, "cursor",
                                   text_at(first_page, "next"));
    assert_string_equal(text_at(first_page, "items.0.code"), "yifen-2026");
    assert_string_equal(text_at(second_page, "items.0.code"), "second");
    assert_null(text_at(second_page, "next"));
    json_decref(first_page);
    json_decref(second_page);
}

static void test_what_a_pack_does_not_allow(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    assert_int_equal(refused(bench, &problem, open_args("2027-01-01", NULL)), RC_REFUSED);
    assert_string_equal(problem.field, "signed");
    assert_non_null(strstr(problem.text, "2026-12-31"));
    json_t *above = json_pack("{s:I}", "total_fen", (json_int_t)718061201);
    assert_int_equal(refused(bench, &problem, open_args("2026-03-16", above)), RC_REFUSED);
    assert_string_equal(problem.field, "total_fen");
    assert_non_null(strstr(problem.text, "718061200"));
    json_t *unknown = json_pack("{s:{s:s}}", "readings", "moon", "full");
    assert_int_equal(refused(bench, &problem, open_args("2026-03-16", unknown)), RC_INVALID);
    json_t *nobody = json_pack("{s:s, s:s}", "pack", "none", "signed", "2026-03-16");
    assert_int_equal(refused(bench, &problem, nobody), RC_NOT_FOUND);
    assert_string_equal(problem.field, "pack");
    assert_int_equal(0, db_number(&bench->tdb, "select count(*) from contract"));
}

/* What each shipped pack needs beside the day of signing, and the service that comes of it. */
static const struct shipped_contract {
    const char *pack, *signed_on, *more; /* JSON with ' for " */
    const char *service;
} SHIPPED[] = {
    { "yifen-2026", "2026-03-16", "{}", "2026-03-16 2026-12-31" },
    { "rsj-2022", "2022-12-13", "{}", "2022-01-01 2022-12-31" },
    { "minhang-2024", "2024-08-20", "{'service_from':'2024-09-01','service_to':'2024-12-07'}",
      "2024-09-01 2024-12-07" },
    { "sfj-2024", "2024-04-01", "{'service_to':'2025-03-31','total_fen':100}",
      "2024-04-01 2025-03-31" },
    { "langfang-2025", "2025-01-02",
      "{'service_from':'2025-02-01','service_to':'2026-01-31','total_fen':100}",
      "2025-02-01 2026-01-31" },
};

static json_t *shipped_args(const struct shipped_contract *row)
{
    json_t *args = wire_args(row->more);
    json_object_set_new(args, "pack", json_string(row->pack));
    json_object_set_new(args, "signed", json_string(row->signed_on));
    return args;
}

static void test_every_shipped_pack_opens(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < COUNT_OF(SHIPPED); i++) {
        char path[64], service[64];
        snprintf(path, sizeof(path), "packs/%s.yaml", SHIPPED[i].pack);
        char *yaml = shipped_text(path, NULL);
        json_decref(bench_ok(bench, "pack.load", "{s:s, s:s}", "yaml", yaml, "file", path));
        mem_free(yaml);
        json_t *contract = bench_ok_json(bench, "contract.open", shipped_args(&SHIPPED[i]));
        snprintf(service, sizeof(service), "%s %s", text_at(contract, "service_from"),
                 text_at(contract, "service_to"));
        assert_string_equal(service, SHIPPED[i].service);
        json_t *again = bench_ok_json(bench, "contract.open", shipped_args(&SHIPPED[i]));
        assert_true(json_equal(contract, again));
        json_decref(again);
        json_decref(contract);
    }
    assert_int_equal(5, db_number(&bench->tdb, "select count(*) from contract_work"));
}

/* The days of the service are the document's; only what it leaves open may be said. */
static void test_the_service_period(void **state)
{
    static const struct {
        const char *name, *pack, *signed_on, *from, *to, *field;
        rc_t rc;
    } ROWS[] = {
        { "no end", "minhang-2024", "2024-08-20", NULL, NULL, "service_to", RC_REFUSED },
        { "an end before the beginning", "minhang-2024", "2024-08-20", "2024-09-02", "2024-09-01",
          "service_to", RC_REFUSED },
        { "signed after the end", "minhang-2024", "2024-09-03", "2024-09-01", "2024-09-02",
          "signed", RC_REFUSED },
        { "another end than the pack's", "yifen-2026", "2026-03-16", NULL, "2027-01-01",
          "service_to", RC_REFUSED },
        { "the pack's own end", "yifen-2026", "2026-03-16", NULL, "2026-12-31", "", RC_OK },
        { "open already with another beginning", "yifen-2026", "2026-03-16", "2026-04-01", NULL,
          "code", RC_CONFLICT },
        { "open already with the same one", "yifen-2026", "2026-03-16", "2026-03-16", NULL, "",
          RC_OK },
        { "one day", "minhang-2024", "2024-08-20", "2024-09-01", "2024-09-01", "", RC_OK },
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct problem problem = { .field = "" };
        json_t *result = NULL;
        char key[32];
        json_t *args =
            json_pack("{s:s, s:s, s:s*, s:s*}", "pack", ROWS[i].pack, "signed", ROWS[i].signed_on,
                      "service_from", ROWS[i].from, "service_to", ROWS[i].to);
        snprintf(key, sizeof(key), "service-%zu", i);
        rc_t rc = bench_ask(bench, "cli", key, "contract.open", args, &result, &problem);
        json_decref(result);
        if (rc != ROWS[i].rc || (rc != RC_OK && strcmp(problem.field, ROWS[i].field) != 0))
            fail_msg("%s: %s (%s)", ROWS[i].name, problem.text, problem.field);
    }
}

/* Signed on the last day of the service, for exactly the ceiling: just allowed. */
static void test_edges_are_allowed(void **state)
{
    struct bench *bench = *state;
    json_t *edge = bench_ok_json(
        bench, "contract.open",
        open_args("2026-12-31", json_pack("{s:I}", "total_fen", (json_int_t)718061200)));
    assert_string_equal(text_at(edge, "service_from"), "2026-12-31");
    json_decref(edge);
}

/* The last insert fails: nothing of the contract is there. */
static void test_all_or_nothing(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *people = json_pack("[{s:s, s:s}, {s:s, s:s, s:s}]", "name", "甲", "role", "leader",
                               "name", "乙", "role", "engineer", "team", "moon");
    assert_int_equal(
        refused(bench, &problem, open_args("2026-03-16", json_pack("{s:o}", "people", people))),
        RC_INVALID);
    assert_string_equal(problem.field, "people");
    assert_int_equal(0, db_number(&bench->tdb, "select (select count(*) from contract)"
                                               " + (select count(*) from team)"
                                               " + (select count(*) from system)"
                                               " + (select count(*) from person)"
                                               " + (select count(*) from contract_work)"));
    assert_int_equal(
        0, db_number(&bench->tdb, "select count(*) from event where kind = 'contract.opened'"));
}

static void test_a_pack_needs_its_calendar(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    db_exec(&bench->tdb, "delete from calendar_day; delete from calendar_version");
    assert_int_equal(refused(bench, &problem, open_args("2026-03-16", NULL)), RC_REFUSED);
    assert_non_null(strstr(problem.text, "\"cn\""));
}

static void test_unknown_contracts(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    assert_int_equal(bench_refused(bench, &problem, "contract.get", "{s:s}", "code", "none"),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(bench, &problem, "person.list", "{s:s}", "contract", "none"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.text, "there is no contract \"none\"");
    assert_int_equal(bench_refused(bench, &problem, "person.add", "{s:s, s:s, s:s}", "contract",
                                   "none", "name", "甲", "role", "leader"),
                     RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_LOADED(test_the_real_contract),
        ON_LOADED(test_a_contract_stays_with_its_version),
        ON_LOADED(test_people_come_with_the_contract),
        ON_LOADED(test_opening_again),
        ON_LOADED(test_one_pack_may_have_several_contracts),
        ON_LOADED(test_what_a_pack_does_not_allow),
        ON_LOADED(test_every_shipped_pack_opens),
        ON_LOADED(test_the_service_period),
        ON_LOADED(test_edges_are_allowed),
        ON_LOADED(test_all_or_nothing),
        ON_LOADED(test_a_pack_needs_its_calendar),
        ON_LOADED(test_unknown_contracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
