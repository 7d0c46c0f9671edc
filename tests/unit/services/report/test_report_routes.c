#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report_handlers.h"
#include "route_check.h"

static void test_table(void **state)
{
    (void)state;
    route_check(&REPORT, MLPS_SOURCE_DIR "/services/report/README.md");
}

/* A report changes nothing: the only writes ask for a workbook and say that something was read. */
static void test_only_two_writes(void **state)
{
    (void)state;
    for (size_t i = 0; i < REPORT.route_count; i++) {
        const struct service_route *row = &REPORT.routes[i];
        bool writes =
            strcmp(row->op, "export.request") == 0 || strcmp(row->op, "notification.read") == 0;
        if ((row->tx == PG_WRITE) != writes)
            fail_msg("%s", row->op);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_only_two_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
