#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "route_check.h"
#include "sla_routes.h"

static void test_table(void **state)
{
    (void)state;
    route_check(&SLA_SERVICE, MLPS_SOURCE_DIR "/services/sla/README.md");
}

/* Nothing here is for services and workers: they read the tables. */
static void test_for_people(void **state)
{
    (void)state;
    for (size_t i = 0; i < SLA_SERVICE.route_count; i++)
        if (SLA_SERVICE.routes[i].callers != (CALLER_GATEWAY | CALLER_CLI))
            fail_msg("%s", SLA_SERVICE.routes[i].op);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
