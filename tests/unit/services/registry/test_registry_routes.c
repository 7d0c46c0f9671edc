#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "registry_handlers.h"
#include "route_check.h"

static void test_table(void **state)
{
    (void)state;
    route_check(&REGISTRY, MLPS_SOURCE_DIR "/services/registry/README.md");
}

/* Reads that are not for everybody: who has an account is nobody's business but people's, and
 * trying tokens is the gateway's alone. */
static uint32_t readers_of(const char *op)
{
    if (strcmp(op, "account.enter") == 0)
        return CALLER_GATEWAY;
    return strcmp(op, "account.list") == 0 ? CALLER_GATEWAY | CALLER_CLI : CALLER_ANY;
}

/* Writes are for people; services and workers only read. */
static void test_only_people_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < REGISTRY.route_count; i++) {
        const struct service_route *row = &REGISTRY.routes[i];
        uint32_t want = row->tx == PG_WRITE ? CALLER_GATEWAY | CALLER_CLI : readers_of(row->op);
        if (row->callers != want)
            fail_msg("%s: callers %u", row->op, row->callers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_only_people_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
