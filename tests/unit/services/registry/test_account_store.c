/* Every statement on accounts fails once, in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"
#include "service_torture.h"

static json_t *add_args(int n)
{
    return json_pack("{s:o}", "name", json_sprintf("new-%d", n));
}

static json_t *bind_args(int n)
{
    return json_pack("{s:i, s:s, s:s}", "account", n, "contract", "yifen-2026", "person", "wang");
}

static json_t *unbind_args(int n)
{
    return json_pack("{s:i, s:s}", "account", n, "contract", "yifen-2026");
}

static json_t *id_args(int n)
{
    return json_pack("{s:i}", "account", n);
}

static json_t *no_args(int n)
{
    (void)n;
    return json_object();
}

/* The n-th of the accounts that set-up made. */
static json_t *token_args(int n)
{
    return json_pack("{s:o}", "token", json_sprintf("mlps_%d", n));
}

#define EVENTS "+ (select count(*) from event)"

static const struct torture_row ROWS[] = {
    { "account.bind", bind_args, "select count(*)" EVENTS " from account_person", 2 },
    { "account.enter", token_args, NULL, 0 },
    { "account.unbind", unbind_args,
      "select 2 * (select count(*) from event) + count(*) from "
      "account_person",
      1 },
    { "account.list", no_args, NULL, 0 },
    { "account.revoke", id_args, "select count(revoked_at)" EVENTS " from account", 2 },
    { "account.add", add_args, "select count(*)" EVENTS " from account", 2 },
};

static void test_every_call_fails_once(void **state)
{
    struct bench *bench = *state;
    db_exec(&bench->tdb,
            "insert into account (name, token_hash) select 'old-' || n, "
            "encode(sha256(n::text::bytea), 'hex') from generate_series(1, 100) n;"
            "insert into person (contract_id, name, role) select id, 'wang', 'manager' from "
            "contract");
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(bench, &ROWS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_PORTFOLIO(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
