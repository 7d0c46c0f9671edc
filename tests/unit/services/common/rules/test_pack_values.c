/* Single values of a pack: what each may look like, to the column. */
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
    { "empty text", "teams:\n  - {clause: X, code: a, name: \"\"}\n",
      "t.yaml:7:32: \"name\" must be text" },
    { "long text",
      "teams:\n  - {clause: X, code: a, name: "
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxx}\n",
      "t.yaml:7:32: text is longer than 300 characters" },
    { "code of nothing but signs", "teams:\n  - {clause: X, code: A, name: n}\n",
      "t.yaml:7:23: \"code\" must be lower-case letters, digits, - and _" },
    { "code with a capital", "teams:\n  - {clause: X, code: aB, name: n}\n",
      "t.yaml:7:23: \"code\" must be lower-case letters, digits, - and _" },
    { "code too long",
      "teams:\n  - {clause: X, code: "
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, name: n}\n",
      "t.yaml:7:23: \"code\" must be lower-case letters, digits, - and _" },
    { "code that is a list", "teams:\n  - {clause: X, code: [a], name: n}\n",
      "t.yaml:7:23: \"code\" must be text" },
    { "the first of texts is empty",
      "parties:\n  - {role: a, name: A, clause: X, aliases: ['', b]}\n",
      "t.yaml:7:45: \"value\" must be text" },
    { "the first of counts is a word", "reminders: {warn: [soon, 7], overdue: [0]}\n",
      "t.yaml:6:20: \"value\" must be a whole number from 0, not \"soon\"" },
    { "negative yuan", "contract: {clause: C, total: -1}\n",
      "t.yaml:6:30: \"total\" must be an amount in yuan with at most two decimals, not \"-1\"" },
    { "negative percentage", "payments:\n  - {clause: X, title: t, share: -1%}\n",
      "t.yaml:7:34: \"share\" must be a percentage such as 70%, not \"-1%\"" },
    { "a time of no number", "terms:\n  - {clause: A, title: t, after: a, within: x days}\n",
      "t.yaml:7:45: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"x days\"" },
    { "a time of a long number",
      "terms:\n  - {clause: A, title: t, after: a, within: 00000000000000001 days}\n",
      "t.yaml:7:45: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"00000000000000001 days\"" },
    { "a comparison without a blank",
      "limits:\n  - {clause: A, title: t, value: fen, is: \"<=3\"}\n",
      "t.yaml:7:43: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"<=3\"" },
    { "list for a text", "teams:\n  - {clause: X, code: a, name: [A]}\n",
      "t.yaml:7:32: \"name\" must be text" },
    { "map for texts", "parties:\n  - {role: a, name: A, clause: X, aliases: {b: c}}\n",
      "t.yaml:7:44: \"aliases\" must be a list of texts" },
    { "one text for texts", "parties:\n  - {role: a, name: A, clause: X, aliases: b}\n", NULL },
    { "empty among texts", "parties:\n  - {role: a, name: A, clause: X, aliases: [b, '']}\n",
      "t.yaml:7:48: \"value\" must be text" },
    { "negative count", "systems:\n  - {no: -1, name: A, grade: 3, clause: X}\n",
      "t.yaml:7:10: \"no\" must be a whole number from 0, not \"-1\"" },
    { "fraction for a count", "systems:\n  - {no: 1.5, name: A, grade: 3, clause: X}\n",
      "t.yaml:7:10: \"no\" must be a whole number from 0, not \"1.5\"" },
    { "quoted count", "systems:\n  - {no: '1', name: A, grade: 3, clause: X}\n",
      "t.yaml:7:10: \"no\" must be a whole number from 0, not \"1\"" },
    { "huge count", "systems:\n  - {no: 99999999999, name: A, grade: 3, clause: X}\n",
      "t.yaml:7:10: \"no\" must be a whole number from 0, not \"99999999999\"" },
    { "list for a count", "systems:\n  - {no: [1], name: A, grade: 3, clause: X}\n",
      "t.yaml:7:10: \"no\" must be a whole number from 0" },
    { "counts that are no list", "reminders: {warn: 7, overdue: [0]}\n",
      "t.yaml:6:19: \"warn\" must be a list of numbers" },
    { "a word among counts", "reminders: {warn: [7, soon], overdue: [0]}\n",
      "t.yaml:6:23: \"value\" must be a whole number from 0, not \"soon\"" },
    { "yes for true", "payments:\n  - {clause: X, title: t, share: 100%, remainder: yes}\n",
      "t.yaml:7:51: \"remainder\" must be true or false, not \"yes\"" },
    { "quoted true", "payments:\n  - {clause: X, title: t, share: 100%, remainder: 'true'}\n",
      "t.yaml:7:51: \"remainder\" must be true or false, not \"true\"" },
    { "list for true", "payments:\n  - {clause: X, title: t, share: 100%, remainder: []}\n",
      "t.yaml:7:51: \"remainder\" must be true or false" },
    { "three decimals of a yuan", "contract: {clause: X, total: 1.005}\n",
      "t.yaml:6:30: \"total\" must be an amount in yuan with at most two decimals, not \"1.005\"" },
    { "negative yuan", "contract: {clause: X, total: -1}\n",
      "t.yaml:6:30: \"total\" must be an amount in yuan with at most two decimals, not \"-1\"" },
    { "more yuan than any contract", "contract: {clause: X, total: 1000000000000.01}\n",
      "t.yaml:6:30: \"total\" must be an amount in yuan with at most two decimals, not "
      "\"1000000000000.01\"" },
    { "as many yuan as there may be", "contract: {clause: X, total: 1000000000000}\n", NULL },
    { "list for yuan", "contract: {clause: X, total: []}\n",
      "t.yaml:6:30: \"total\" must be an amount in yuan with at most two decimals" },
    { "per cent without its sign", "payments:\n  - {clause: X, title: t, share: 70}\n",
      "t.yaml:7:34: \"share\" must be a percentage such as 70%, not \"70\"" },
    { "more than a hundred per cent", "payments:\n  - {clause: X, title: t, share: 100.01%}\n",
      "t.yaml:7:34: \"share\" must be a percentage such as 70%, not \"100.01%\"" },
    { "sign only", "payments:\n  - {clause: X, title: t, share: '%'}\n",
      "t.yaml:7:34: \"share\" must be a percentage such as 70%, not \"%\"" },
    { "list for a percentage", "payments:\n  - {clause: X, title: t, share: []}\n",
      "t.yaml:7:34: \"share\" must be a percentage such as 70%" },
    { "a date that is none", "terms:\n  - {clause: X, title: t, fixed: 2026-02-29}\n",
      "t.yaml:7:34: \"fixed\" must be a date YYYY-MM-DD, not \"2026-02-29\"" },
    { "list for a date", "terms:\n  - {clause: X, title: t, fixed: []}\n",
      "t.yaml:7:34: \"fixed\" must be a date YYYY-MM-DD" },
    { "duration without a unit", "terms:\n  - {clause: X-1, title: t, after: signed, within: 10}\n",
      "t.yaml:7:52: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"10\"" },
    { "duration of nothing", "terms:\n  - {clause: X-1, title: t, after: signed, within: 0 days}\n",
      "t.yaml:7:52: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"0 days\"" },
    { "unknown unit", "terms:\n  - {clause: X-1, title: t, after: signed, within: 3 weeks}\n",
      "t.yaml:7:52: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"3 weeks\"" },
    { "a duration too long",
      "terms:\n  - {clause: X-1, title: t, after: signed, within: 99999 working days}\n",
      "t.yaml:7:52: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h, not \"99999 working days\"" },
    { "list for a duration", "terms:\n  - {clause: X-1, title: t, after: signed, within: []}\n",
      "t.yaml:7:52: \"within\" must be a time such as 10 working days, 30 days, 2 months, 30 min "
      "or 2 h" },
    { "a limit twice",
      "terms:\n  - {clause: X-1, title: t, after: signed, within: 1 day, by: 2 days}\n",
      "t.yaml:7:59: a limit is stated twice" },
    { "one day", "terms:\n  - {clause: X-1, title: t, after: signed, within: 1 day}\n", NULL },
    { "months", "terms:\n  - {clause: X-1, title: t, after: signed, within: 2 months}\n", NULL },
    { "working day", "terms:\n  - {clause: X-1, title: t, after: signed, within: 1 working day}\n",
      NULL },
    { "comparison of words", "kpis:\n  - {clause: X, title: t, type: numeric, is: good}\n",
      "t.yaml:7:46: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"good\"" },
    { "list for a comparison", "kpis:\n  - {clause: X, title: t, type: numeric, is: []}\n",
      "t.yaml:7:46: \"is\" must be a comparison such as \">= 70%\" or \"== 0\"" },
    { "a word outside its list", "kpis:\n  - {clause: X, title: t, type: number}\n",
      "t.yaml:7:33: \"type\" must be one of numeric, none_means_zero, qualitative" },
    { "list for a word", "kpis:\n  - {clause: X, title: t, type: [numeric]}\n",
      "t.yaml:7:33: \"type\" must be one of numeric, none_means_zero, qualitative" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
