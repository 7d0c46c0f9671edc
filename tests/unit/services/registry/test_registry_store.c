/* Every statement on contracts, people and systems fails once, in every way: nothing is half done,
 * nothing done twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"
#include "service_torture.h"

static json_t *open_args(int n)
{
    return json_pack("{s:o, s:s, s:s, s:[{s:s, s:s}]}", "code", json_sprintf("c%d", n), "pack",
                     "yifen-2026", "signed", "2026-03-16", "people", "name", "甲", "role",
                     "leader");
}

static json_t *person_args(int n)
{
    return json_pack("{s:s, s:o, s:s, s:s}", "contract", "yifen-2026", "name",
                     json_sprintf("p%d", n), "role", "engineer", "team", "fgw");
}

static json_t *no_args(int n)
{
    (void)n;
    return json_object();
}

static json_t *contract_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", "yifen-2026");
}

static json_t *code_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "code", "yifen-2026");
}

static json_t *system_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:i}", "contract", "yifen-2026", "serial", 39);
}

static json_t *rename_args(int n)
{
    return json_pack("{s:i, s:o}", "system", 1, "name", json_sprintf("s%d", n));
}

#define EVENTS "+ (select count(*) from event)"

static const struct torture_row ROWS[] = {
    { "contract.get", code_args, NULL, 0 },
    { "contract.list", no_args, NULL, 0 },
    { "contract.open", open_args,
      "select count(*) + (select count(*) from team) + (select count(*) from system)"
      " + (select count(*) from person) + (select count(*) from contract_work)" EVENTS
      " from contract",
      1 + 6 + 39 + 1 + 1 + 1 },
    { "person.add", person_args, "select count(*)" EVENTS " from person", 2 },
    { "person.list", contract_args, NULL, 0 },
    { "system.get", system_args, NULL, 0 },
    { "system.list", contract_args, NULL, 0 },
    { "system.rename", rename_args, "select max(version)" EVENTS " from system", 2 },
};

static void test_every_call_fails_once(void **state)
{
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(*state, &ROWS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_PORTFOLIO(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
