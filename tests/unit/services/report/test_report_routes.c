#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "report_handlers.h"
#include "route_check.h"

static void test_table(void **state)
{
    (void)state;
    route_check(&REPORT, MLPS_SOURCE_DIR "/services/report/README.md");
}

/* A report changes nothing of a contract: what it writes is who asked to see it, or has seen it. */
static void test_few_writes(void **state)
{
    static const char *const WRITES[] = { "export.request", "feed.issue", "feed.revoke",
                                          "notification.read" };
    (void)state;
    for (size_t i = 0; i < REPORT.route_count; i++) {
        const struct service_route *row = &REPORT.routes[i];
        bool writes = false;
        for (size_t j = 0; j < COUNT_OF(WRITES); j++)
            writes = writes || strcmp(row->op, WRITES[j]) == 0;
        if ((row->tx == PG_WRITE) != writes)
            fail_msg("%s", row->op);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_few_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
