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

/* Writes are for people; services and workers only read. */
static void test_only_people_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < REGISTRY.route_count; i++) {
        const struct service_route *row = &REGISTRY.routes[i];
        uint32_t want = row->tx == PG_WRITE ? CALLER_GATEWAY | CALLER_CLI : CALLER_ANY;
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
