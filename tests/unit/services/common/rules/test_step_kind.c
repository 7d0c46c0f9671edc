/* Section `steps`, rule step.progress. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "a clause twice",
      "steps:\n  - {clause: A, service: S, step: a}\n  - {clause: A, service: S, step: b}\n",
      "t.yaml:8:5: there is another step \"A\"" },
    { "a step twice",
      "steps:\n  - {clause: A, service: S, step: a}\n  - {clause: B, service: S, step: a}\n",
      "t.yaml:8:5: service S has another step \"a\"" },
    { "the same step of two services",
      "steps:\n  - {clause: A, service: S, step: a}\n  - {clause: B, service: T, step: a}\n",
      NULL },
    { "no step", "steps:\n  - {clause: A, service: S}\n", "t.yaml:7:5: a step needs \"step\"" },
};

static const char PACK[] =
    "steps:\n"
    "  - {clause: T1, service: S1, step: a}\n"
    "  - {clause: T2, service: S1, step: b, important: true, items: [x, y]}\n"
    "  - {clause: T3, service: S2, step: a, important: true}\n";

static const struct question ANSWERS[] = {
    { "nothing open", "step.progress", "{\"pack\":\"t\",\"open\":[]}",
      "{\"done\":3,\"total\":3,\"percent\":\"100.00\",\"important\":{\"done\":2,\"total\":2,"
      "\"percent\":\"100.00\"},\"open\":[]}" },
    { "important ones first", "step.progress",
      "{\"pack\":\"t\",\"open\":[{\"service\":\"S1\",\"step\":\"a\"},{\"service\":\"S2\",\"step\":"
      "\"a\"},{\"service\":\"S1\",\"step\":\"b\"}]}",
      "{\"done\":0,\"percent\":\"0.00\",\"important\":{\"done\":0},\"open\":[{\"service\":\"S1\","
      "\"step\":\"b\",\"important\":true},{\"service\":\"S2\",\"step\":\"a\"},{\"service\":\"S1\","
      "\"step\":\"a\",\"important\":false}]}" },
    { "one open, named twice", "step.progress",
      "{\"pack\":\"t\",\"open\":[{\"service\":\"S2\",\"step\":\"a\"},{\"service\":\"S2\",\"step\":"
      "\"a\"}]}",
      "{\"done\":2,\"percent\":\"66.67\",\"important\":{\"done\":1,\"percent\":\"50.00\"},\"open\":"
      "[{\"service\":\"S2\",\"step\":\"a\"}]}" },
    { "an unknown step", "step.progress",
      "{\"pack\":\"t\",\"open\":[{\"service\":\"S1\",\"step\":\"a\"},{\"service\":\"S2\",\"step\":"
      "\"b\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"open[1].step\"}}" },
    { "no service", "step.progress", "{\"pack\":\"t\",\"open\":[{\"step\":\"a\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"open[0].service\"}}" },
    { "no step", "step.progress", "{\"pack\":\"t\",\"open\":[{\"service\":\"S1\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"open[0].step\"}}" },
    { "an unknown member", "step.progress",
      "{\"pack\":\"t\",\"open\":[{\"service\":\"S1\",\"step\":\"a\",\"done\":false}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"open[0].done\"}}" },
    { "no object", "step.progress", "{\"pack\":\"t\",\"open\":[\"a\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"open[0]\"}}" },
    { "an unknown pack", "step.progress", "{\"pack\":\"none\",\"open\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
    { "an unknown reading", "step.progress", "{\"pack\":\"t\",\"open\":[],\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "a pack without steps", "step.progress", "{\"pack\":\"minhang-2024\",\"open\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mistakes),
                                        cmocka_unit_test(test_answers) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
