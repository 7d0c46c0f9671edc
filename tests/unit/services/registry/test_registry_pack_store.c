/* Every statement on calendars and packs fails once, in every way: nothing is half done, nothing
 * done twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"
#include "service_torture.h"
#include "shipped.h"

static json_t *calendar_args(int n)
{
    char version[16];
    snprintf(version, sizeof(version), "t%d", n);
    return json_pack("{s:s, s:s, s:s}", "code", "cn", "version", version, "csv",
                     "date,type,name\n2026-01-01,holiday,元旦\n");
}

static json_t *pack_args(int n)
{
    char *yaml = shipped_version("packs/minhang-2024.yaml", n + 1, "");
    json_t *args = json_pack("{s:s}", "yaml", yaml);
    mem_free(yaml);
    return args;
}

static json_t *name_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "name", "yifen-2026");
}

static json_t *no_args(int n)
{
    (void)n;
    return json_object();
}

#define EVENTS "+ (select count(*) from event)"

static const struct torture_row ROWS[] = {
    { "calendar.list", no_args, NULL, 0 },
    { "calendar.load", calendar_args,
      "select count(*) + (select count(*) from calendar_day)" EVENTS " from calendar_version", 3 },
    { "pack.list", no_args, NULL, 0 },
    { "pack.load", pack_args, "select count(*)" EVENTS " from pack", 2 },
    { "pack.show", name_args, NULL, 0 },
    { "pack.text", name_args, NULL, 0 },
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
