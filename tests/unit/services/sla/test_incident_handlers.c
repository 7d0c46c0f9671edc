/* What the operations on incidents refuse, and how they are named and listed. Clocks and cases are
 * tested in tests/integration/sla. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"
#include "wire_check.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    json_decref(desk_outage(&desk, "N1"));
    json_decref(desk_outage(&desk, "N2"));
    json_decref(desk_act(&desk, "incident.request_onsite", "N2", "11:00:00"));
    json_decref(desk_act(&desk, "incident.respond", "N2", "11:30:00"));
    json_decref(desk_outage(&desk, "N3"));
    json_decref(desk_act(&desk, "incident.resolve", "N3", "12:00:00"));
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

#define OF(code)  "{'contract':'yifen-2026','code':'" code "',"
#define AT(time)  "'at':'2026-06-08T" time "+08:00'}"
#define NEW(code) OF(code) "'title':'t','occurred_at':'2026-06-08T09:00:00+08:00',"

static const struct {
    const char *name, *op, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "nobody was asked on site", "incident.arrive", OF("N1") AT("11:00:00"), "at", RC_REFUSED },
    { "responded before it occurred", "incident.respond", OF("N1") AT("10:11:59"), "at",
      RC_REFUSED },
    { "asked before it occurred", "incident.request_onsite", OF("N1") AT("10:00:00"), "at",
      RC_REFUSED },
    { "arrived before it was asked", "incident.arrive", OF("N2") AT("10:59:59"), "at", RC_REFUSED },
    { "resolved before the demand", "incident.resolve", OF("N2") AT("10:59:59"), "at", RC_REFUSED },
    { "resolved before the response", "incident.resolve", OF("N2") AT("11:29:59"), "at",
      RC_REFUSED },
    { "responded twice", "incident.respond", OF("N2") AT("11:40:00"), "incident", RC_CONFLICT },
    { "asked twice", "incident.request_onsite", OF("N2") AT("11:40:00"), "incident", RC_CONFLICT },
    { "over", "incident.respond", OF("N3") AT("12:30:00"), "incident", RC_CONFLICT },
    { "resolved twice", "incident.resolve", OF("N3") AT("12:30:00"), "incident", RC_CONFLICT },
    { "another version", "incident.respond", OF("N1") "'version':9," AT("11:00:00"), "version",
      RC_STALE },
    { "no such incident", "incident.respond", OF("N9") AT("11:00:00"), "incident", RC_NOT_FOUND },
    { "no such incident", "incident.get", "{'incident':999999}", "incident", RC_NOT_FOUND },
    { "the code again", "incident.open", NEW("N1") "'family':'data'}", "code", RC_CONFLICT },
    { "a fact of no grading", "incident.open", NEW("X1") "'family':'data','facts':{'people':1}}",
      "facts.people", RC_INVALID },
    { "a level of no row", "incident.open", NEW("X1") "'family':'fault','level':'Z'}",
      "attributes.level", RC_INVALID },
    { "no such system", "incident.open", NEW("X1") "'family':'data','serial':40}", "serial",
      RC_NOT_FOUND },
    { "no such contract", "incident.open",
      "{'contract':'x','code':'N1','title':'t','family':'data','occurred_at':"
      "'2026-06-08T09:00:00+08:00'}",
      "contract", RC_NOT_FOUND },
    { "before the contract", "incident.open",
      OF("X1") "'title':'t','family':'data','occurred_at':'2026-03-15T23:59:59+08:00'}",
      "occurred_at", RC_REFUSED },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        json_error_t why;
        char text[400];
        snprintf(text, sizeof(text), "%s", REFUSED[i].args);
        for (char *at = text; (at = strchr(at, '\'')) != NULL; at++)
            *at = '"';
        rc_t rc = bench_refused(&desk.sla, &problem, REFUSED[i].op, "o", json_loads(text, 0, &why));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
    assert_int_equal(db_number(&desk.registry.tdb, "select count(*) from incident"), 3);
}

/* An incident that is refused after its row was made leaves no row. */
static void test_nothing_half_done(void **state)
{
    (void)state;
    assert_int_equal(db_number(&desk.registry.tdb, "select count(*) from penalty_case"), 3);
    assert_int_equal(
        db_number(&desk.registry.tdb, "select count(*) from event where kind = 'incident.opened'"),
        3);
}

/* Who resolves has responded, if nobody had. */
static void test_response(void **state)
{
    (void)state;
    json_t *incident =
        bench_ok(&desk.sla, "incident.get", "{s:s, s:s}", "contract", CONTRACT, "code", "N3");
    assert_string_equal(text_at(incident, "responded_at"), "2026-06-08T12:00:00+08:00");
    assert_true(json_is_null(at_path(incident, "remote_resolved_at")));
    json_t *same = bench_ok(&desk.sla, "incident.get", "{s:I}", "incident",
                            (json_int_t)int_at(incident, "id"));
    assert_true(json_equal(incident, same));
    json_decref(incident);
    json_decref(same);
    incident =
        bench_ok(&desk.sla, "incident.get", "{s:s, s:s}", "contract", CONTRACT, "code", "N2");
    assert_string_equal(text_at(incident, "responded_at"), "2026-06-08T11:30:00+08:00");
    json_decref(incident);
}

static void test_list(void **state)
{
    (void)state;
    json_t *page = bench_ok(&desk.sla, "incident.list", "{s:s, s:s, s:s, s:i}", "contract",
                            CONTRACT, "state", "open", "family", "network", "limit", 1);
    assert_string_equal(text_at(page, "items.0.code"), "N1");
    json_t *rest = bench_ok(&desk.sla, "incident.list", "{s:s, s:s, s:s}", "contract", CONTRACT,
                            "state", "open", "cursor", text_at(page, "next"));
    assert_string_equal(text_at(rest, "items.0.code"), "N2");
    assert_int_equal(size_at(rest, "items"), 1);
    json_decref(page);
    json_decref(rest);
    page =
        bench_ok(&desk.sla, "incident.list", "{s:s, s:s}", "contract", CONTRACT, "family", "data");
    assert_int_equal(size_at(page, "items"), 0);
    json_decref(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_nothing_half_done),
        cmocka_unit_test(test_response),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
