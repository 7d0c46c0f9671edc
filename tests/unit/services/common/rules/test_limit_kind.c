/* Section `limits`, rule limit.check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "reads", "limits:\n  - {clause: A, title: t, value: number, is: \">= 3\"}\n", NULL },
    { "unknown value", "limits:\n  - {clause: A, title: t, value: yuan, is: \"<= 3\"}\n",
      "t.yaml:7:34: \"value\" must be one of fen, percent, number, seconds, days, count, "
      "people, years, distinct" },
    { "no comparison", "limits:\n  - {clause: A, title: t, value: fen, is: much}\n",
      "t.yaml:7:43: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"much\"" },
    { "clause twice",
      "limits:\n  - {clause: A, title: t, value: fen, is: 3}\n  - {clause: A, title: t, value: "
      "fen, is: 3}\n",
      "t.yaml:8:5: there is another limit \"A\"" },
    { "a range", "limits:\n  - {clause: A, title: t, value: years, is: \"1 .. 3\"}\n", NULL },
    { "a range upside down", "limits:\n  - {clause: A, title: t, value: years, is: \"3 .. 1\"}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"3 .. 1\"" },
    { "half a range", "limits:\n  - {clause: A, title: t, value: years, is: \"1 .. \"}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"1 .. \"" },
    { "a range from a word", "limits:\n  - {clause: A, title: t, value: years, is: \"one .. 3\"}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"one .. 3\"" },
    { "a range from far away",
      "limits:\n  - {clause: A, title: t, value: years, is: "
      "\"0000000000000000000000000000000000001 .. 3\"}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not "
      "\"0000000000000000000000000000000000001 .. 3\"" },
    { "a list for a comparison", "limits:\n  - {clause: A, title: t, value: years, is: [1, 3]}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\"" },
    { "a range from the longest number",
      "limits:\n  - {clause: A, title: t, value: years, is: \"0000000000000000000000000000001 .. "
      "3\"}\n",
      NULL },
    { "a range from one digit more",
      "limits:\n  - {clause: A, title: t, value: years, is: \"00000000000000000000000000000001 .. "
      "3\"}\n",
      "t.yaml:7:45: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not "
      "\"00000000000000000000000000000001 .. 3\"" },
    { "a range of money", "limits:\n  - {clause: A, title: t, value: fen, is: \"1 .. 3\"}\n",
      "t.yaml:7:5: a limit on money must be a comparison" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "holds", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-158\",\"value\":215418360,\"contract_fen\":"
      "718061200}",
      "{\"value\":215418360,\"op\":\"<=\",\"required\":215418360,\"holds\":true,\"deviation\":0}" },
    { "percentage", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-090\",\"value\":\"97.01\"}",
      "{\"value\":\"97.01\",\"required\":\"97.00\",\"holds\":false,\"deviation\":\"0.01\"}" },
    { "budget", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-068\",\"value\":9000001}",
      "{\"required\":9000000,\"holds\":false,\"deviation\":1}" },
    { "text for fen", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-068\",\"value\":\"9000001\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "unknown clause", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-001\",\"value\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "the largest contract", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-158\",\"value\":9000000000000,\"contract_fen\":"
      "9223372036854775807}",
      "{\"holds\":true}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

static const char PACK[] = "limits:\n"
                           "  - {clause: S, title: t, value: seconds, is: \"== 180\"}\n"
                           "  - {clause: D, title: t, value: days, is: \"> 30\"}\n"
                           "  - {clause: C, title: t, value: count, is: \">= 22500\"}\n"
                           "  - {clause: P, title: t, value: people, is: \">= 3\"}\n"
                           "  - {clause: Y, title: t, value: years, is: \"1 .. 3\"}\n"
                           "  - {clause: N, title: t, value: number, is: \"1.5 .. 2\"}\n"
                           "  - {clause: X, title: t, value: distinct, is: \">= 3\"}\n"
                           "  - {clause: Z, title: t, value: percent, is: \"<= 97%\"}\n"
                           "  - {clause: F, title: t, value: fen, is: \"<= 10%\"}\n"
                           "  - {clause: G, title: t, value: fen, is: \"<= 200%\"}\n";

static const struct question BY_VALUE[] = {
    { "a share beyond all sums", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"G\",\"value\":1,\"contract_fen\":9223372036854775807}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
    { "seconds", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":180}",
      "{\"value\":180,\"op\":\"==\",\"required\":180,\"holds\":true,\"deviation\":0}" },
    { "seconds less", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":175}",
      "{\"holds\":false,\"deviation\":-5}" },
    { "m:ss", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"3:00\"}",
      "{\"value\":180,\"holds\":true,\"deviation\":0}" },
    { "mm:ss", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"02:59\"}",
      "{\"value\":179,\"deviation\":-1}" },
    { "hh:mm:ss", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"01:03:00\"}",
      "{\"value\":3780,\"required\":180,\"deviation\":3600}" },
    { "seconds as text", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"180.5\"}",
      "{\"value\":\"180.50\",\"required\":\"180.00\",\"holds\":false,\"deviation\":\"0.50\"}" },
    { "sixty seconds", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"2:60\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "one digit", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"3:0\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "three digits", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"3:000\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "no minutes", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\":30\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "nothing behind", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"3:\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "four parts", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"1:00:00:00\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a sign", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"-3:00\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a letter", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"3:0a\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "too many minutes", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"1000000:00\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "seconds below nought", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":-1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "seconds of a word", "limit.check", "{\"pack\":\"t\",\"clause\":\"S\",\"value\":\"three\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "days beyond", "limit.check", "{\"pack\":\"t\",\"clause\":\"D\",\"value\":31}",
      "{\"op\":\">\",\"required\":30,\"holds\":true,\"deviation\":1}" },
    { "days at the limit", "limit.check", "{\"pack\":\"t\",\"clause\":\"D\",\"value\":30}",
      "{\"holds\":false,\"deviation\":0}" },
    { "days below nought", "limit.check", "{\"pack\":\"t\",\"clause\":\"D\",\"value\":-1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "days as text", "limit.check", "{\"pack\":\"t\",\"clause\":\"D\",\"value\":\"31\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "days beyond all numbers", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"D\",\"value\":9223372036854775807}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a count", "limit.check", "{\"pack\":\"t\",\"clause\":\"C\",\"value\":22000}",
      "{\"value\":22000,\"op\":\">=\",\"required\":22500,\"holds\":false,\"deviation\":-500}" },
    { "people", "limit.check", "{\"pack\":\"t\",\"clause\":\"P\",\"value\":2}",
      "{\"holds\":false,\"required\":3}" },
    { "enough people", "limit.check", "{\"pack\":\"t\",\"clause\":\"P\",\"value\":3}",
      "{\"holds\":true}" },
    { "people as a list", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"value\":[\"a\",\"b\",\"c\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "years in the range", "limit.check", "{\"pack\":\"t\",\"clause\":\"Y\",\"value\":1}",
      "{\"value\":1,\"op\":\"between\",\"required\":{\"min\":1,\"max\":3},\"holds\":true,"
      "\"deviation\":0}" },
    { "years at its end", "limit.check", "{\"pack\":\"t\",\"clause\":\"Y\",\"value\":3}",
      "{\"holds\":true,\"deviation\":0}" },
    { "years beyond", "limit.check", "{\"pack\":\"t\",\"clause\":\"Y\",\"value\":4}",
      "{\"holds\":false,\"deviation\":1}" },
    { "years before", "limit.check", "{\"pack\":\"t\",\"clause\":\"Y\",\"value\":-1}",
      "{\"holds\":false,\"deviation\":-2}" },
    { "a range in text", "limit.check", "{\"pack\":\"t\",\"clause\":\"N\",\"value\":\"0.5\"}",
      "{\"value\":\"0.50\",\"required\":{\"min\":\"1.50\",\"max\":\"2.00\"},\"holds\":false,"
      "\"deviation\":\"-1.00\"}" },
    { "a range in whole numbers", "limit.check", "{\"pack\":\"t\",\"clause\":\"N\",\"value\":3}",
      "{\"value\":3,\"required\":{\"min\":\"1.50\",\"max\":2},\"holds\":false,\"deviation\":1}" },
    { "distinct", "limit.check", "{\"pack\":\"t\",\"clause\":\"X\",\"value\":[\"a\",\"b\",\"a\"]}",
      "{\"value\":2,\"required\":3,\"holds\":false,\"deviation\":-1}" },
    { "three distinct", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"X\",\"value\":[\"a\",\"b\",\"c\",\"a\"]}",
      "{\"value\":3,\"holds\":true}" },
    { "nothing distinct", "limit.check", "{\"pack\":\"t\",\"clause\":\"X\",\"value\":[]}",
      "{\"value\":0,\"holds\":false}" },
    { "distinct of a number", "limit.check", "{\"pack\":\"t\",\"clause\":\"X\",\"value\":3}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "distinct of an empty text", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"X\",\"value\":[\"a\",\"\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "distinct of numbers", "limit.check", "{\"pack\":\"t\",\"clause\":\"X\",\"value\":[1,2]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a percentage as a whole number", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"Z\",\"value\":97}",
      "{\"value\":97,\"required\":97,\"holds\":true,\"deviation\":0}" },
    { "a percentage below nought", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"Z\",\"value\":\"-0.01\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a percentage as a list", "limit.check", "{\"pack\":\"t\",\"clause\":\"Z\",\"value\":[97]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a fen below nought", "limit.check", "{\"pack\":\"t\",\"clause\":\"F\",\"value\":-1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "a share without a total", "limit.check", "{\"pack\":\"t\",\"clause\":\"F\",\"value\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
    { "a share of the total given", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"value\":11,\"contract_fen\":100}",
      "{\"required\":10,\"holds\":false}" },
    { "an unknown reading", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"value\":3,\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "an unknown pack", "limit.check", "{\"pack\":\"none\",\"clause\":\"P\",\"value\":3}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
    { "a truth value", "limit.check", "{\"pack\":\"t\",\"clause\":\"P\",\"value\":true}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "floating point", "limit.check", "{\"pack\":\"t\",\"clause\":\"P\",\"value\":3.0}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "the proof of a range", "limit.check", "{\"pack\":\"t\",\"clause\":\"Y\",\"value\":4}",
      "{\"proof\":[{\"step\":\"rule\",\"clause\":\"Y\"},{\"step\":\"compare\",\"clause\":\"Y\","
      "\"name\":\"4 in 1 .. 3: false\"}]}" },
    { "the proof of a comparison", "limit.check",
      "{\"pack\":\"t\",\"clause\":\"Z\",\"value\":\"97.01\"}",
      "{\"proof\":[{\"step\":\"rule\",\"clause\":\"Z\"},{\"step\":\"compare\",\"clause\":\"Z\","
      "\"name\":\"97.01 <= 97: false\"}]}" },
};

static void test_values(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, BY_VALUE, COUNT_OF(BY_VALUE));
}

/* A list has an end. */
static void test_ceiling(void **state)
{
    json_t *list = json_array();
    fixture_extra(*state, PACK);
    for (int i = 0; i < 1001; i++)
        json_array_append_new(list, json_string("a"));
    json_t *input = json_pack("{s:s, s:s, s:o}", "pack", "t", "clause", "X", "value", list);
    json_t *got = fixture_answer(*state, "limit.check", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "value");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
