/* The fence of a mail's tries: who lost its lease changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reminder_fixture.h"
#include "reminder_store.h"

/* One statement in a transaction of its own. */
struct act {
    struct fixture *fixture;
    enum act_kind { BEGIN, SENT, RETRY, CLOSE } what;
    struct reminder_tries tries;
    char message_id[REMINDER_MESSAGE_TEXT];
};

static rc_t act_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct act *act = arg;
    struct reminder_failure failure = { .reason = "late end", .uncertain = true, .max_tries = 30 };
    int64_t now = test_instant("2026-06-10 09:00");
    switch (act->what) {
    case BEGIN:
        return reminder_store_begin(db, 60, "example.com", &act->tries, act->message_id, problem);
    case SENT:
        return reminder_store_sent(db, &act->tries, now, problem);
    case RETRY:
        return reminder_store_retry(db, &act->tries, now, &failure, problem);
    case CLOSE:
        return reminder_store_close(db, act->tries.ids[0], REMINDER_CANCELLED, "untrue", problem);
    }
    return RC_INTERNAL;
}

static rc_t run(struct act *act, enum act_kind what)
{
    struct problem problem = { .rc = RC_OK };
    act->what = what;
    return pg_tx(act->fixture->db, PG_WRITE, act_in_tx, act, &problem);
}

static const char ROW[] =
    "select concat_ws(' ', state, attempts, uncertain, lease_until is not null) from reminder";

static void test_an_old_try_is_fenced_off(void **state)
{
    struct fixture *fixture = *state;
    struct act old = { .fixture = fixture };
    old.tries.count = 1;
    old.tries.ids[0] = fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
    assert_int_equal(run(&old, BEGIN), RC_OK);
    assert_string_equal(fixture_text(fixture, ROW), "sending 1 0 t");
    struct act fresh = old; /* the lease was over, and another worker began */
    assert_int_equal(run(&fresh, BEGIN), RC_OK);
    assert_int_equal((int)fresh.tries.attempts[0], 2);
    assert_string_equal(fresh.message_id, old.message_id);
    assert_string_equal(fixture_text(fixture, ROW), "sending 2 1 t");

    assert_int_equal(run(&old, RETRY), RC_OK);
    assert_string_equal(fixture_text(fixture, ROW), "sending 2 1 t");
    assert_int_equal(run(&old, SENT), RC_OK);
    assert_string_equal(fixture_text(fixture, ROW), "sending 2 1 t");
    assert_int_equal(run(&fresh, SENT), RC_OK);
    assert_string_equal(fixture_text(fixture, ROW), "sent 2 1 f");
    assert_int_equal(run(&fresh, RETRY), RC_OK);
    assert_int_equal(run(&fresh, CLOSE), RC_OK);
    assert_string_equal(fixture_text(fixture, ROW), "sent 2 1 f");
    assert_int_equal(run(&fresh, BEGIN), RC_NOT_FOUND);
}

static void test_a_message_id_is_one_address_long_and_unique(void **state)
{
    struct fixture *fixture = *state;
    struct act a = { .fixture = fixture }, b = { .fixture = fixture };
    a.tries.count = 1;
    a.tries.ids[0] = fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
    b.tries.count = 1;
    b.tries.ids[0] = fixture_plan(fixture, fixture->wang, "mail", "warn_1", "2026-06-10 09:00");
    assert_int_equal(run(&a, BEGIN), RC_OK);
    assert_int_equal(run(&b, BEGIN), RC_OK);
    assert_string_not_equal(a.message_id, b.message_id);
    assert_non_null(strstr(a.message_id, "@example.com"));
    assert_null(strpbrk(a.message_id, " <>\r\n"));
}

/* ---- which channels have something to do ---- */

static rc_t look(pg_t *db, void *arg, struct problem *problem)
{
    static const char *const NAMES[] = { "mail", "wecom", "app" };
    return reminder_store_look(db, NAMES, 3, arg, problem);
}

static void assert_look(struct fixture *fixture, int64_t mail, int64_t wecom, int64_t app)
{
    int64_t at[3] = { 0 };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_tx(fixture->db, PG_READ, look, at, &problem), RC_OK);
    assert_true(at[0] == mail);
    assert_true(at[1] == wecom);
    assert_true(at[2] == app);
}

/* What a dead worker left "sending" counts as what is planned does; what has ended does not. */
static void test_look(void **state)
{
    struct fixture *fixture = *state;
    struct act act = { .fixture = fixture, .tries = { .count = 1 } };
    int64_t ten = test_instant("2026-06-10 10:00"), nine = test_instant("2026-06-10 09:00");
    assert_look(fixture, STEP_NEVER, STEP_NEVER, STEP_NEVER);
    fixture_plan(fixture, fixture->wang, "app", "warn_3", "2026-06-10 10:00");
    fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 10:00");
    act.tries.ids[0] = fixture_plan(fixture, fixture->wang, "mail", "warn_1", "2026-06-10 09:00");
    assert_look(fixture, nine, STEP_NEVER, ten);
    assert_int_equal(run(&act, BEGIN), RC_OK);
    assert_look(fixture, nine, STEP_NEVER, ten);
    assert_int_equal(run(&act, SENT), RC_OK);
    assert_look(fixture, ten, STEP_NEVER, ten);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_old_try_is_fenced_off, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_a_message_id_is_one_address_long_and_unique,
                                        fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_look, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
