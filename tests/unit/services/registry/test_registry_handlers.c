/* person.* and system.* on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "registry_fixture.h"

static void test_people(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *person = bench_ok(bench, "person.add", "{s:s, s:s, s:s, s:s}", "contract", "yifen-2026",
                              "name", "王工", "role", "engineer", "team", "czj");
    assert_string_equal(text_at(person, "name"), "王工");
    assert_string_equal(text_at(person, "team"), "czj");
    assert_true(json_is_true(at_path(person, "active")));
    json_decref(person);
    assert_int_equal(bench_refused(bench, &problem, "person.add", "{s:s, s:s, s:s}", "contract",
                                   "yifen-2026", "name", "王工", "role", "engineer"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_int_equal(bench_refused(bench, &problem, "person.add", "{s:s, s:s, s:s, s:s}",
                                   "contract", "yifen-2026", "name", "赵工", "role", "engineer",
                                   "team", "moon"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "team");
    json_decref(bench_ok(bench, "person.add", "{s:s, s:s, s:s}", "contract", "yifen-2026", "name",
                         "王工", "role", "manager"));
    assert_int_equal(2, db_number(&bench->tdb, "select count(*) from person"));
    assert_int_equal(
        2, db_number(&bench->tdb, "select count(*) from event where kind = 'person.added'"));
}

static void test_the_last_page_says_so(void **state)
{
    struct bench *bench = *state;
    json_t *none = json_object();
    json_t *contract = json_pack("{s:s}", "contract", "yifen-2026");
    json_decref(bench_ok(bench, "contract.open", "{s:s, s:s, s:s}", "code", "second", "pack",
                         "yifen-2026", "signed", "2026-03-16"));
    json_decref(bench_ok(bench, "calendar.load", "{s:s, s:s, s:s}", "code", "cn", "version", "x",
                         "csv", "date,type,name\n2026-01-01,holiday,元旦\n"));
    for (int i = 0; i < 3; i++)
        json_decref(bench_ok(bench, "person.add", "{s:s, s:o, s:s}", "contract", "yifen-2026",
                             "name", json_sprintf("p%d", i), "role", "leader"));
    bench_check_pages(bench, "calendar.list", none, 2);
    bench_check_pages(bench, "contract.list", none, 2);
    bench_check_pages(bench, "pack.list", none, 2);
    bench_check_pages(bench, "person.list", contract, 3);
    bench_check_pages(bench, "system.list", contract, 39);
    json_decref(none);
    json_decref(contract);
}

/* Serials that a filter gives, as "1,2,3"; valid until the next call. */
static const char *serials(struct bench *bench, json_t *args)
{
    static char text[256];
    json_t *list = bench_ok_json(bench, "system.list", args);
    text[0] = '\0';
    for (size_t i = 0; i < size_at(list, "items"); i++) {
        const json_t *item = json_array_get(at_path(list, "items"), i);
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "%s%d", i ? "," : "", (int)int_at(item, "serial"));
    }
    json_decref(list);
    return text;
}

/* ---- systems ---- */

static void test_paging_shows_every_system_once(void **state)
{
    struct bench *bench = *state;
    json_decref(bench_ok(bench, "contract.open", "{s:s, s:s, s:s}", "code", "second", "pack",
                         "yifen-2026", "signed", "2026-03-16"));
    json_t *cursor = json_null();
    int64_t contract = 0;
    int64_t serial = 0;
    size_t seen = 0;
    size_t pages = 0;
    do {
        json_t *list = bench_ok(bench, "system.list", "{s:i, s:o}", "limit", 7, "cursor", cursor);
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

static void test_filters(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(serials(bench, json_pack("{s:s}", "team", "gzw")), "6,7,8,9,10");
    assert_string_equal(serials(bench, json_pack("{s:i}", "grade", 2)), "4,28,34,36");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "门户网站")), "1,4,16,29,32,39");
    assert_string_equal(
        serials(bench, json_pack("{s:s, s:s, s:i}", "team", "fgw", "q", "网站", "grade", 2)), "4");
    assert_string_equal(serials(bench, json_pack("{s:s}", "contract", "none")), "");
    assert_string_equal(serials(bench, json_pack("{s:s}", "team", "moon")), "");
    assert_string_equal(serials(bench, json_pack("{s:i}", "phase", 1)), "");
}

/* % and _ mean themselves, and letters are found in either case. */
static void test_q_is_text(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "%")), "");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "_")), "");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "\\")), "");
    db_exec(&bench->tdb, "update system set name = '100%_A\\b' where serial = 7");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "%")), "7");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "_a")), "7");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "0%_A\\B")), "7");
    assert_string_equal(serials(bench, json_pack("{s:s}", "q", "' or true --")), "");
}

/* Cycles of three systems: running in phase 2, between phases, and done. */
static void arrange_cycles(struct bench *bench)
{
    db_exec(
        &bench->tdb,
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
    struct bench *bench = *state;
    arrange_cycles(bench);
    json_t *list = bench_ok(bench, "system.list", "{s:i}", "limit", 3);
    assert_int_equal(int_at(list, "items.0.phase"), 2);
    assert_string_equal(text_at(list, "items.0.state"), "returned");
    assert_string_equal(text_at(list, "items.0.phase_name"), "phase 2");
    assert_int_equal(int_at(list, "items.1.phase"), 3);
    assert_string_equal(text_at(list, "items.1.state"), "done");
    assert_true(json_is_null(at_path(list, "items.2.phase")));
    assert_true(json_is_null(at_path(list, "items.2.cycle")));
    json_decref(list);
    assert_string_equal(serials(bench, json_pack("{s:i}", "phase", 2)), "1");
    assert_string_equal(serials(bench, json_pack("{s:i}", "phase", 3)), "2");
}

static void test_before_the_first_phase_begins(void **state)
{
    struct bench *bench = *state;
    arrange_cycles(bench);
    db_exec(&bench->tdb, "update phase set state = 'planned', started_on = null, ended_on = null");
    json_t *list = bench_ok(bench, "system.list", "{s:i}", "limit", 2);
    assert_int_equal(int_at(list, "items.0.phase"), 1);
    assert_int_equal(int_at(list, "items.1.phase"), 1);
    json_decref(list);
}

static void test_one_system(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    arrange_cycles(bench);
    json_t *by_serial =
        bench_ok(bench, "system.get", "{s:s, s:i}", "contract", "yifen-2026", "serial", 1);
    json_t *by_id =
        bench_ok(bench, "system.get", "{s:o}", "system", json_deep_copy(at_path(by_serial, "id")));
    assert_true(json_equal(by_serial, by_id));
    assert_int_equal(size_at(by_id, "cycles"), 2);
    assert_string_equal(text_at(by_id, "cycles.0.state"), "done");
    assert_string_equal(text_at(by_id, "cycles.1.state"), "open");
    assert_int_equal(size_at(by_id, "cycles.1.phases"), 3);
    assert_string_equal(text_at(by_id, "cycles.1.phases.1.started"), "2026-04-11");
    assert_null(text_at(by_id, "cycles.1.phases.2.started"));
    json_decref(by_serial);
    json_decref(by_id);
    assert_int_equal(bench_refused(bench, &problem, "system.get", "{s:s, s:i}", "contract",
                                   "yifen-2026", "serial", 40),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(bench, &problem, "system.get", "{s:i}", "system", 999),
                     RC_NOT_FOUND);
}

/* The name alone changes; an old version changes nothing. */
static void test_a_renamed_system(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *was =
        bench_ok(bench, "system.get", "{s:s, s:i}", "contract", "yifen-2026", "serial", 1);
    json_int_t id = int_at(was, "id");
    json_t *now = bench_ok(bench, "system.rename", "{s:I, s:s, s:i}", "system", id, "name",
                           "新名称", "version", 1);
    assert_string_equal(text_at(now, "name"), "新名称");
    assert_int_equal(int_at(now, "version"), 2);
    json_object_set(now, "name", json_object_get(was, "name"));
    json_object_set(now, "version", json_object_get(was, "version"));
    assert_true(json_equal(now, was));
    assert_int_equal(bench_refused(bench, &problem, "system.rename", "{s:I, s:s, s:i}", "system",
                                   id, "name", "x", "version", 1),
                     RC_STALE);
    assert_int_equal(
        bench_refused(bench, &problem, "system.rename", "{s:i, s:s}", "system", 999, "name", "x"),
        RC_NOT_FOUND);
    assert_int_equal(
        db_number(&bench->tdb,
                  "select count(*) from event where kind = 'system.renamed' and "
                  "contract = 'yifen-2026' and data ->> 'name' = '新名称' and data ->> "
                  "'was' <> '新名称' and data ->> 'serial' = '1'"),
        1);
    json_decref(was);
    json_decref(now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PORTFOLIO(test_people),
        ON_PORTFOLIO(test_paging_shows_every_system_once),
        ON_PORTFOLIO(test_the_last_page_says_so),
        ON_PORTFOLIO(test_a_renamed_system),
        ON_PORTFOLIO(test_filters),
        ON_PORTFOLIO(test_q_is_text),
        ON_PORTFOLIO(test_the_phase_a_system_is_in),
        ON_PORTFOLIO(test_before_the_first_phase_begins),
        ON_PORTFOLIO(test_one_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
