#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "caller.h"
#include "service_host.h"

static const struct {
    const char *name;
    uint32_t roles;
} CASES[] = {
    { "gateway", CALLER_GATEWAY },
    { "cli", CALLER_CLI },
    { "registry", CALLER_SERVICE },
    { "report", CALLER_SERVICE },
    { "export", CALLER_WORKER },
    { "deadline", CALLER_WORKER },
    { "broker", 0 },
    { "gateway2", 0 },
    { "Gateway", 0 },
    { "", CALLER_ANY }, /* no CURVE: tests and --insecure only */
};

static void test_roles_of_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (caller_roles(CASES[i].name) != CASES[i].roles)
            fail_msg("\"%s\" has roles %u", CASES[i].name, caller_roles(CASES[i].name));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_roles_of_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
