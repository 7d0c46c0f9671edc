/* contract.*, person.* and system.* on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "bench.h"
#include "portfolio.h"
#include "registry_handlers.h"

static struct bench bench;

static int open_bench(void **state)
{
    (void)state;
    bench_open(&bench, &REGISTRY, PORTFOLIO_NOW);
    portfolio_load(&bench);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close(&bench);
    return 0;
}

/* Open the real contract with further args in the manner of json_pack. */
static json_t *open_args(const char *signed_on, json_t *more)
{
    json_t *args = json_pack("{s:s, s:s}", "pack", "yifen-2026", "signed", signed_on);
    if (more) {
        json_object_update(args, more);
        json_decref(more);
    }
    return args;
}

static rc_t refused(struct problem *problem, json_t *args)
{
    return bench_refused(&bench, problem, "contract.open", "o", args);
}

static void test_the_real_contract(void **state)
{
    (void)state;
    json_t *contract = bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL));
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

    const struct temp_db *tdb = &bench.tdb;
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
    (void)state;
    json_t *people =
        json_pack("[{s:s, s:s, s:s, s:s}, {s:s, s:s}]", "name", "张工", "role", "engineer", "team",
                  "gzw", "email", "zhang@example.com", "name", "李经理", "role", "manager");
    json_decref(bench_ok_json(&bench, "contract.open",
                              open_args("2026-03-16", json_pack("{s:o}", "people", people))));
    json_t *list = bench_ok(&bench, "person.list", "{s:s}", "contract", "yifen-2026");
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
    (void)state;
    struct problem problem;
    json_t *first = bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL));
    json_t *again = bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL));
    assert_true(json_equal(first, again));
    json_decref(again);
    again = bench_ok_json(&bench, "contract.open",
                          open_args("2026-03-16", json_pack("{s:I, s:{}}", "total_fen",
                                                            (json_int_t)718061200, "readings")));
    assert_true(json_equal(first, again));
    json_decref(again);
    json_decref(first);

    assert_int_equal(refused(&problem, open_args("2026-03-17", NULL)), RC_CONFLICT);
    assert_string_equal(problem.field, "code");
    assert_int_equal(refused(&problem, open_args("2026-03-16", json_pack("{s:i}", "total_fen", 7))),
                     RC_CONFLICT);
    assert_int_equal(refused(&problem, open_args("2026-03-16", json_pack("{s:{s:s}}", "readings",
                                                                         "roll", "true"))),
                     RC_CONFLICT);
    json_t *other = json_pack("{s:s, s:s, s:s}", "code", "yifen-2026", "pack", "minhang-2024",
                              "signed", "2026-03-16");
    assert_int_equal(refused(&problem, other), RC_CONFLICT);
    assert_int_equal(1, db_number(&bench.tdb, "select count(*) from contract"));
    assert_int_equal(39, db_number(&bench.tdb, "select count(*) from system"));
    assert_int_equal(
        1, db_number(&bench.tdb, "select count(*) from event where kind = 'contract.opened'"));
}

static void test_one_pack_may_have_several_contracts(void **state)
{
    (void)state;
    json_decref(bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL)));
    json_t *second = bench_ok_json(
        &bench, "contract.open",
        open_args("2026-04-01", json_pack("{s:s, s:I, s:{s:s}}", "code", "second", "total_fen",
                                          (json_int_t)100, "readings", "roll", "true")));
    assert_int_equal(int_at(second, "total_fen"), 100);
    assert_string_equal(text_at(second, "readings.roll"), "true");
    assert_string_equal(text_at(second, "service_from"), "2026-04-01");
    json_decref(second);
    json_t *first_page = bench_ok(&bench, "contract.list", "{s:i}", "limit", 1);
    json_t *second_page = bench_ok(&bench, "contract.list", "{s:i, s:s}", "limit", 1, "cursor",
                                   text_at(first_page, "next"));
    assert_string_equal(text_at(first_page, "items.0.code"), "yifen-2026");
    assert_string_equal(text_at(second_page, "items.0.code"), "second");
    assert_null(text_at(second_page, "next"));
    json_decref(first_page);
    json_decref(second_page);
}

static void test_what_a_pack_does_not_allow(void **state)
{
    (void)state;
    struct problem problem;
    assert_int_equal(refused(&problem, open_args("2027-01-01", NULL)), RC_REFUSED);
    assert_string_equal(problem.field, "signed");
    assert_non_null(strstr(problem.text, "2026-12-31"));
    json_t *above = json_pack("{s:I}", "total_fen", (json_int_t)718061201);
    assert_int_equal(refused(&problem, open_args("2026-03-16", above)), RC_REFUSED);
    assert_string_equal(problem.field, "total_fen");
    assert_non_null(strstr(problem.text, "718061200"));
    json_t *unknown = json_pack("{s:{s:s}}", "readings", "moon", "full");
    assert_int_equal(refused(&problem, open_args("2026-03-16", unknown)), RC_INVALID);
    json_t *nobody = json_pack("{s:s, s:s}", "pack", "none", "signed", "2026-03-16");
    assert_int_equal(refused(&problem, nobody), RC_NOT_FOUND);
    assert_string_equal(problem.field, "pack");
    assert_int_equal(0, db_number(&bench.tdb, "select count(*) from contract"));
}

/* Signed on the last day of the service, for exactly the ceiling: just allowed. */
static void test_edges_are_allowed(void **state)
{
    (void)state;
    json_t *edge = bench_ok_json(
        &bench, "contract.open",
        open_args("2026-12-31", json_pack("{s:I}", "total_fen", (json_int_t)718061200)));
    assert_string_equal(text_at(edge, "service_from"), "2026-12-31");
    json_decref(edge);
}

/* The last insert fails: nothing of the contract is there. */
static void test_all_or_nothing(void **state)
{
    (void)state;
    struct problem problem;
    json_t *people = json_pack("[{s:s, s:s}, {s:s, s:s, s:s}]", "name", "甲", "role", "leader",
                               "name", "乙", "role", "engineer", "team", "moon");
    assert_int_equal(
        refused(&problem, open_args("2026-03-16", json_pack("{s:o}", "people", people))),
        RC_INVALID);
    assert_string_equal(problem.field, "people");
    assert_int_equal(0, db_number(&bench.tdb, "select (select count(*) from contract)"
                                              " + (select count(*) from team)"
                                              " + (select count(*) from system)"
                                              " + (select count(*) from person)"
                                              " + (select count(*) from contract_work)"));
    assert_int_equal(
        0, db_number(&bench.tdb, "select count(*) from event where kind = 'contract.opened'"));
}

static void test_a_pack_needs_its_calendar(void **state)
{
    (void)state;
    struct problem problem;
    db_exec(&bench.tdb, "delete from calendar_day; delete from calendar_version");
    assert_int_equal(refused(&problem, open_args("2026-03-16", NULL)), RC_REFUSED);
    assert_non_null(strstr(problem.text, "\"cn\""));
}

static void test_unknown_contracts(void **state)
{
    (void)state;
    struct problem problem;
    assert_int_equal(bench_refused(&bench, &problem, "contract.get", "{s:s}", "code", "none"),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(&bench, &problem, "person.list", "{s:s}", "contract", "none"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.text, "there is no contract \"none\"");
    assert_int_equal(bench_refused(&bench, &problem, "person.add", "{s:s, s:s, s:s}", "contract",
                                   "none", "name", "甲", "role", "leader"),
                     RC_NOT_FOUND);
}

static void test_people(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL)));
    json_t *person = bench_ok(&bench, "person.add", "{s:s, s:s, s:s, s:s}", "contract",
                              "yifen-2026", "name", "王工", "role", "engineer", "team", "czj");
    assert_string_equal(text_at(person, "name"), "王工");
    assert_string_equal(text_at(person, "team"), "czj");
    assert_true(json_is_true(at_path(person, "active")));
    json_decref(person);
    assert_int_equal(bench_refused(&bench, &problem, "person.add", "{s:s, s:s, s:s}", "contract",
                                   "yifen-2026", "name", "王工", "role", "engineer"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_int_equal(bench_refused(&bench, &problem, "person.add", "{s:s, s:s, s:s, s:s}",
                                   "contract", "yifen-2026", "name", "赵工", "role", "engineer",
                                   "team", "moon"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "team");
    json_decref(bench_ok(&bench, "person.add", "{s:s, s:s, s:s}", "contract", "yifen-2026", "name",
                         "王工", "role", "manager"));
    assert_int_equal(2, db_number(&bench.tdb, "select count(*) from person"));
    assert_int_equal(
        2, db_number(&bench.tdb, "select count(*) from event where kind = 'person.added'"));
}

/* ---- systems ---- */

static int open_portfolio(void **state)
{
    open_bench(state);
    json_decref(bench_ok_json(&bench, "contract.open", open_args("2026-03-16", NULL)));
    return 0;
}

static void test_paging_shows_every_system_once(void **state)
{
    (void)state;
    json_decref(bench_ok_json(&bench, "contract.open",
                              open_args("2026-03-16", json_pack("{s:s}", "code", "second"))));
    json_t *cursor = json_null();
    int64_t contract = 0;
    int64_t serial = 0;
    size_t seen = 0;
    size_t pages = 0;
    do {
        json_t *list = bench_ok(&bench, "system.list", "{s:i, s:o}", "limit", 7, "cursor", cursor);
        pages++;
        for (size_t i = 0; i < size_at(list, "items"); i++, seen++) {
            const json_t *item = json_array_get(at_path(list, "items"), i);
            if (strcmp(text_at(item, "contract"), "second") == 0 && contract == 0) {
                assert_int_equal(serial, 39);
                contract = 1;
                serial = 0;
            }
            assert_int_equal(int_at(item, "serial"), ++serial);
        }
        cursor = json_deep_copy(at_path(list, "next"));
        json_decref(list);
    } while (!json_is_null(cursor));
    assert_int_equal(seen, 78);
    assert_int_equal(pages, 12);
}

/* Serials that a filter gives, as "1,2,3"; valid until the next call. */
static const char *serials(json_t *args)
{
    static char text[256];
    json_t *list = bench_ok_json(&bench, "system.list", args);
    text[0] = '\0';
    for (size_t i = 0; i < size_at(list, "items"); i++) {
        const json_t *item = json_array_get(at_path(list, "items"), i);
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "%s%d", i ? "," : "", (int)int_at(item, "serial"));
    }
    json_decref(list);
    return text;
}

static void test_filters(void **state)
{
    (void)state;
    assert_string_equal(serials(json_pack("{s:s}", "team", "gzw")), "6,7,8,9,10");
    assert_string_equal(serials(json_pack("{s:i}", "grade", 2)), "4,28,34,36");
    assert_string_equal(serials(json_pack("{s:s}", "q", "门户网站")), "1,4,16,29,32,39");
    assert_string_equal(
        serials(json_pack("{s:s, s:s, s:i}", "team", "fgw", "q", "网站", "grade", 2)), "4");
    assert_string_equal(serials(json_pack("{s:s}", "contract", "none")), "");
    assert_string_equal(serials(json_pack("{s:s}", "team", "moon")), "");
    assert_string_equal(serials(json_pack("{s:i}", "phase", 1)), "");
}

/* % and _ mean themselves, and letters are found in either case. */
static void test_q_is_text(void **state)
{
    (void)state;
    assert_string_equal(serials(json_pack("{s:s}", "q", "%")), "");
    assert_string_equal(serials(json_pack("{s:s}", "q", "_")), "");
    assert_string_equal(serials(json_pack("{s:s}", "q", "\\")), "");
    db_exec(&bench.tdb, "update system set name = '100%_A\\b' where serial = 7");
    assert_string_equal(serials(json_pack("{s:s}", "q", "%")), "7");
    assert_string_equal(serials(json_pack("{s:s}", "q", "_a")), "7");
    assert_string_equal(serials(json_pack("{s:s}", "q", "0%_A\\B")), "7");
    assert_string_equal(serials(json_pack("{s:s}", "q", "' or true --")), "");
}

/* Cycles of three systems: running in phase 2, between phases, and done. */
static void arrange_cycles(void)
{
    db_exec(
        &bench.tdb,
        "insert into cycle (system_id, number, pack_id, started_on, state, ended_on)"
        " select s.id, n, 1, date '2026-04-01' + n, case when n = 2 then 'open' else 'done' end,"
        "        case when n = 1 then date '2026-04-20' end"
        "   from system s, generate_series(1, 2) n"
        "  where s.serial <= 2 and (s.serial = 1 or n = 1);"
        "insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, "
        "planned_to,"
        "                   forecast_from, forecast_to, started_on, ended_on, state)"
        " select c.id, p, 1, 'phase ' || p, 'X', 5, date '2026-04-01' + 5 * p, date '2026-04-05' + "
        "5 * p,"
        "        date '2026-04-01' + 5 * p, date '2026-04-05' + 5 * p,"
        "        case when c.state = 'done' or p < 3 then date '2026-04-01' + 5 * p end,"
        "        case when c.state = 'done' or p < 2 then date '2026-04-05' + 5 * p end,"
        "        case when c.state = 'done' or p < 2 then 'done' when p = 2 then 'returned' else "
        "'planned' end"
        "   from cycle c, generate_series(1, 3) p");
}

static void test_the_phase_a_system_is_in(void **state)
{
    (void)state;
    arrange_cycles();
    json_t *list = bench_ok(&bench, "system.list", "{s:i}", "limit", 3);
    assert_int_equal(int_at(list, "items.0.phase"), 2);
    assert_string_equal(text_at(list, "items.0.state"), "returned");
    assert_string_equal(text_at(list, "items.0.phase_name"), "phase 2");
    assert_int_equal(int_at(list, "items.1.phase"), 3);
    assert_string_equal(text_at(list, "items.1.state"), "done");
    assert_true(json_is_null(at_path(list, "items.2.phase")));
    assert_true(json_is_null(at_path(list, "items.2.cycle")));
    json_decref(list);
    assert_string_equal(serials(json_pack("{s:i}", "phase", 2)), "1");
    assert_string_equal(serials(json_pack("{s:i}", "phase", 3)), "2");
}

static void test_before_the_first_phase_begins(void **state)
{
    (void)state;
    arrange_cycles();
    db_exec(&bench.tdb, "update phase set state = 'planned', started_on = null, ended_on = null");
    json_t *list = bench_ok(&bench, "system.list", "{s:i}", "limit", 2);
    assert_int_equal(int_at(list, "items.0.phase"), 1);
    assert_int_equal(int_at(list, "items.1.phase"), 1);
    json_decref(list);
}

static void test_one_system(void **state)
{
    (void)state;
    struct problem problem;
    arrange_cycles();
    json_t *by_serial =
        bench_ok(&bench, "system.get", "{s:s, s:i}", "contract", "yifen-2026", "serial", 1);
    json_t *by_id =
        bench_ok(&bench, "system.get", "{s:o}", "system", json_deep_copy(at_path(by_serial, "id")));
    assert_true(json_equal(by_serial, by_id));
    assert_int_equal(size_at(by_id, "cycles"), 2);
    assert_string_equal(text_at(by_id, "cycles.0.state"), "done");
    assert_string_equal(text_at(by_id, "cycles.1.state"), "open");
    assert_int_equal(size_at(by_id, "cycles.1.phases"), 3);
    assert_string_equal(text_at(by_id, "cycles.1.phases.1.started"), "2026-04-11");
    assert_null(text_at(by_id, "cycles.1.phases.2.started"));
    json_decref(by_serial);
    json_decref(by_id);
    assert_int_equal(bench_refused(&bench, &problem, "system.get", "{s:s, s:i}", "contract",
                                   "yifen-2026", "serial", 40),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(&bench, &problem, "system.get", "{s:i}", "system", 999),
                     RC_NOT_FOUND);
}

#define ON_BENCH(test)     cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
#define ON_PORTFOLIO(test) cmocka_unit_test_setup_teardown(test, open_portfolio, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BENCH(test_the_real_contract),
        ON_BENCH(test_people_come_with_the_contract),
        ON_BENCH(test_opening_again),
        ON_BENCH(test_one_pack_may_have_several_contracts),
        ON_BENCH(test_what_a_pack_does_not_allow),
        ON_BENCH(test_edges_are_allowed),
        ON_BENCH(test_all_or_nothing),
        ON_BENCH(test_a_pack_needs_its_calendar),
        ON_BENCH(test_unknown_contracts),
        ON_BENCH(test_people),
        ON_PORTFOLIO(test_paging_shows_every_system_once),
        ON_PORTFOLIO(test_filters),
        ON_PORTFOLIO(test_q_is_text),
        ON_PORTFOLIO(test_the_phase_a_system_is_in),
        ON_PORTFOLIO(test_before_the_first_phase_begins),
        ON_PORTFOLIO(test_one_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
