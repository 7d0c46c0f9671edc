#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "contract_frame.h"
#include "ledger.h"
#include "portfolio.h"

struct fixture {
    struct portfolio portfolio;
    pg_t *db;
    rulebook_t *book;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    portfolio_begin(&fixture.portfolio, 1);
    fixture.db = temp_db_pg(&fixture.portfolio.tdb, "mlps_scheduler");
    fixture.book = rulebook_new();
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rulebook_destroy(&fixture->book);
    pg_destroy(&fixture->db);
    portfolio_end(&fixture->portfolio);
    return 0;
}

struct load {
    struct fixture *fixture;
    int64_t id;
    struct contract_frame *frame;
};

static rc_t load_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct load *load = arg;
    return contract_frame_load(load->fixture->book, db, load->id, load->frame, problem);
}

static rc_t load(struct fixture *fixture, int64_t id, struct contract_frame *frame,
                 struct problem *problem)
{
    problem_clear(problem);
    return pg_tx(fixture->db, PG_READ, load_in_tx, &(struct load){ fixture, id, frame }, problem);
}

static void test_a_contract(void **state)
{
    struct fixture *fixture = *state;
    struct contract_frame frame;
    struct problem problem;
    db_exec(&fixture->portfolio.tdb, "update contract set readings = '{\"roll\": true}'");
    assert_int_equal(load(fixture, fixture->portfolio.contract, &frame, &problem), RC_OK);
    assert_string_equal(frame.code, "yifen-2026");
    assert_true(frame.total_fen == 718061200);
    assert_int_equal(frame.signed_on, test_day("2026-03-16"));
    assert_int_equal(frame.service_from, test_day("2026-03-16"));
    assert_int_equal(frame.service_to, test_day("2026-12-31"));
    assert_int_equal(frame.zone_minutes, 480);
    assert_true(frame.pack_id == fixture->portfolio.pack &&
                frame.calendar_id == fixture->portfolio.calendar);
    assert_string_equal(frame.pack->name, "yifen-2026");
    assert_true(frame.calendar.makeup_works);
    assert_true(calendar_covers(frame.calendar.calendar, 2026));
    assert_true(reading_is_true(frame.pack, &frame.readings, "roll"));
    contract_frame_fini(&frame);
    contract_frame_fini(&frame);
}

static const struct {
    const char *name, *spoil, *says;
    rc_t rc;
} REFUSED[] = {
    { "a reading its pack does not declare",
      "update contract set readings = '{\"week\": \"rolling\"}'", "week", RC_INVALID },
    { "a value the reading does not allow",
      "update contract set readings = '{\"repeat\": \"never\"}'", "repeat", RC_INVALID },
    { "an unknown zone", "update contract set readings = '{}', zone = 'Europe/Berlin'",
      "Europe/Berlin", RC_INVALID },
};

static void test_refused(void **state)
{
    struct fixture *fixture = *state;
    struct contract_frame frame;
    struct problem problem;
    for (size_t i = 0; i < sizeof(REFUSED) / sizeof(REFUSED[0]); i++) {
        db_exec(&fixture->portfolio.tdb, REFUSED[i].spoil);
        rc_t rc = load(fixture, fixture->portfolio.contract, &frame, &problem);
        if (rc != REFUSED[i].rc || !strstr(problem.text, REFUSED[i].says))
            fail_msg("%s: %s", REFUSED[i].name, problem.text);
    }
    assert_int_equal(load(fixture, 4711, &frame, &problem), RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_contract, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
