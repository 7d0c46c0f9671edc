/* Every statement on channels, policies and habits fails once, in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"
#include "service_torture.h"

enum { CHANNELS = 100 }; /* more than there are calls to fail */

static json_t *channel_args(int n)
{
    return json_pack("{s:s, s:s, s:o, s:s}", "contract", "yifen-2026", "channel", "wecom", "name",
                     json_sprintf("robot %d", n), "token_ref", "file:token");
}

static json_t *id_args(int n)
{
    return json_pack("{s:i}", "channel", n);
}

static json_t *contract_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", "yifen-2026");
}

static json_t *policy_args(int n)
{
    return json_pack("{s:s, s:i}", "contract", "yifen-2026", "storm_max", n);
}

static json_t *habit_args(int n)
{
    return json_pack("{s:s, s:o, s:s}", "contract", "yifen-2026", "person", json_sprintf("p%d", n),
                     "digest_at", "08:30");
}

static json_t *clear_args(int n)
{
    return json_pack("{s:s, s:o}", "contract", "yifen-2026", "person", json_sprintf("p%d", n));
}

#define EVENTS "+ (select count(*) from event)"

static const struct torture_row ROWS[] = {
    { "channel.disable", id_args,
      "select count(*) filter (where not enabled)" EVENTS " from reminder_channel", 2 },
    { "channel.enable", id_args,
      "select count(*) filter (where enabled)" EVENTS " from reminder_channel", 2 },
    { "channel.add", channel_args, "select count(*)" EVENTS " from reminder_channel", 2 },
    { "channel.list", contract_args, NULL, 0 },
    { "habit.set", habit_args, "select count(*)" EVENTS " from reminder_habit", 2 },
    { "habit.list", contract_args, NULL, 0 },
    { "habit.clear", clear_args,
      "select 2 * (select count(*) from event) + count(*) from "
      "reminder_habit",
      1 },
    { "policy.set", policy_args, "select count(*) from event", 1 },
    { "policy.get", contract_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    struct bench *bench = *state;
    db_exec(
        &bench->tdb,
        "insert into reminder_channel (contract_id, channel, name, token_ref) select id, 'wecom', "
        "'old ' || n, 'file:token' from contract, generate_series(1, 100) n;"
        "insert into person (contract_id, name, role) select id, 'p' || n, 'manager' from "
        "contract, generate_series(1, 100) n");
    assert_int_equal(db_number(&bench->tdb, "select count(*) from reminder_channel"), CHANNELS);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(bench, &ROWS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_PORTFOLIO(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
