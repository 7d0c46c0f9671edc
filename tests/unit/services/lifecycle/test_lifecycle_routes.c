#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lifecycle_routes.h"
#include "route_check.h"

static void test_table(void **state)
{
    (void)state;
    route_check(&LIFECYCLE_SERVICE, MLPS_SOURCE_DIR "/services/lifecycle/README.md");
}

/* Nothing here is for services and workers: they read the tables. */
static void test_for_people(void **state)
{
    (void)state;
    for (size_t i = 0; i < LIFECYCLE_SERVICE.route_count; i++)
        if (LIFECYCLE_SERVICE.routes[i].callers != (CALLER_GATEWAY | CALLER_CLI))
            fail_msg("%s", LIFECYCLE_SERVICE.routes[i].op);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
