#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "command_run.h"

/* English has no byte beyond ASCII; a Chinese word in it would. */
static bool is_english(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Names of arguments stand in both languages' help, headings in their own. */
static void check_english(const struct command *c)
{
    if (!is_english(c->en))
        fail_msg("\"%s\": \"%s\" is not English", c->words, c->en);
    for (const struct arg *a = c->args; a && a->name; a++)
        if (!is_english(a->name) || !is_english(a->en))
            fail_msg("\"%s\": \"%s\" or its help is not English", c->words, a->name);
    const struct table_column *column = c->remote ? c->remote->columns : NULL;
    for (; column && column->path; column++)
        if (!is_english(column->en))
            fail_msg("\"%s\": heading \"%s\" is not English", c->words, column->en);
}

static void check_table(const struct command *table)
{
    for (const struct command *c = table; c->words; c++) {
        if (c != table && strcmp(c[-1].words, c->words) >= 0)
            fail_msg("\"%s\" is out of order", c->words);
        if (!c->zh || !c->en || !c->fn)
            fail_msg("\"%s\" lacks help or a function", c->words);
        if ((c->fn == command_remote) != (c->remote != NULL))
            fail_msg("\"%s\" is half remote", c->words);
        size_t options = 0;
        for (const struct arg *a = c->args; a && a->name; a++, options++)
            if (!a->zh || !a->en)
                fail_msg("\"%s\": \"%s\" lacks help", c->words, a->name);
        assert_in_range(options, 0, COMMAND_ARGS_MAX);
        check_english(c);
    }
}

/* Commands whose tables are not in a row, as English speakers type them: their headings, and what
 * they say of their own. Names of the standard and of contracts are data and stay Chinese. */
static const struct {
    const char *words[10];
    const char *line; /* a line whose own words must be English, by how it begins; NULL: the first */
} ENGLISH[] = {
    { { "catalogue", "counts", "--level", "2", "--lang", "en" }, NULL },
    { { "catalogue", "counts", "--level", "2", "--lang", "en" }, "total" },
    { { "catalogue", "list", "--lang", "en" }, NULL },
    { { "catalogue", "show", "L3-CES1-17", "--lang", "en" }, NULL },
    { { "catalogue", "show", "L3-CES1-16", "--lang", "en" }, "nothing found" },
    { { "catalogue", "cases", "--lang", "en" }, NULL },
    { { "pack", "coverage", "--lang", "en" }, NULL },
    { { "pack", "coverage", "yifen-2026", "--lang", "en" }, NULL },
    { { "pack", "check", "yifen-2026", "--lang", "en" }, NULL },
    { { "pack", "check", "yifen-2026", "--lang", "en" }, "systems" },
    { { "pack", "diff", "yifen-2026", "minhang-2024", "--lang", "en" }, "entries that differ" },
    { { "pack", "diff", "yifen-2026", "minhang-2024", "--lang", "en" }, "change " },
    { { "pack", "diff", "yifen-2026", "minhang-2024", "--lang", "en" }, "dates, counts" },
    { { "pack", "diff", "yifen-2026", "minhang-2024", "--lang", "en" }, "rule " },
    { { "pack", "diff", "yifen-2026", "yifen-2026", "--lang", "en" }, "no difference" },
    { { "eval", "--list", "--lang", "en" }, NULL },
};

/* The first line, or the first that begins so; NULL when there is none. */
static char *line_of(char *text, const char *begins)
{
    for (char *line = strtok_r(text, "\n", &text); line; line = strtok_r(NULL, "\n", &text))
        if (!begins || strncmp(line, begins, strlen(begins)) == 0)
            return line;
    return NULL;
}

static void test_english_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ENGLISH) / sizeof(ENGLISH[0]); i++) {
        char *text = NULL;
        (void)command_run(ENGLISH[i].words, &text);
        const char *line = line_of(text, ENGLISH[i].line);
        if (!line || !is_english(line))
            fail_msg("%s %s: %s", ENGLISH[i].words[0], ENGLISH[i].words[1], line ? line : "no such line");
        free(text);
    }
}

static void test_tables_are_sorted_and_helped(void **state)
{
    (void)state;
    check_table(COMMANDS);
    check_table(REMOTE_COMMANDS);
}

static const struct command *find(const char *one, const char *two, int *words)
{
    char a[32];
    char b[32];
    char program[] = "mlps";
    char *argv[] = { program, a, b, NULL };
    snprintf(a, sizeof(a), "%s", one);
    snprintf(b, sizeof(b), "%s", two ? two : "");
    return command_find(two ? 3 : 2, argv, words);
}

static void test_longest_match_wins(void **state)
{
    (void)state;
    int words = 0;
    assert_string_equal(find("deadline", "explain", &words)->words, "deadline explain");
    assert_int_equal(words, 2);
    assert_string_equal(find("export", "progress", &words)->words, "export");
    assert_int_equal(words, 1);
    assert_null(find("deadline", NULL, &words));
    assert_null(find("nothing", NULL, &words));
}

/* Arguments as a person types them, and the request they make; NULL: refused, `field` named. */
static const struct {
    const char *name;
    const char *words;
    const char *typed[8];
    const char *request;
    const char *field;
} ARGS[] = {
    { "text and number", "system list", { "--contract=c", "--grade", "3" }, "{\"contract\":\"c\",\"grade\":3}", NULL },
    { "id by place", "phase show", { "17" }, "{\"phase\":17}", NULL },
    { "code by place", "pack show", { "x-1" }, "{\"name\":\"x-1\"}", NULL },
    { "list", "phase submit", { "9", "--on", "2026-06-01", "--documents", "甲,乙" },
      "{\"documents\":[\"甲\",\"乙\"],\"on\":\"2026-06-01\",\"phase\":9}", NULL },
    { "object", "incident regrade", { "9", "--facts", "{\"extent\":\"wide\"}", "--by=甲", "--note=n" },
      "{\"by\":\"甲\",\"facts\":{\"extent\":\"wide\"},\"incident\":9,\"note\":\"n\"}", NULL },
    { "no object", "incident regrade", { "9", "--facts", "wide", "--by=甲", "--note=n" }, NULL, "facts" },
    { "a decision without a reason", "penalty waive", { "9", "--on", "2026-06-01", "--by", "甲" }, NULL, "note" },
    { "flag", "incident resolve", { "9", "--at", "t", "--remote" }, "{\"at\":\"t\",\"incident\":9,\"remote\":true}", NULL },
    { "day that does not exist", "phase approve", { "9", "--on", "2026-02-30" }, NULL, "on" },
    { "missing date", "phase approve", { "9" }, NULL, "on" },
    { "yes", "policy set", { "--contract=c", "--rest-days", "yes" }, "{\"contract\":\"c\",\"rest_days\":true}", NULL },
    { "no", "policy set", { "--contract=c", "--rest-days", "no" }, "{\"contract\":\"c\",\"rest_days\":false}", NULL },
    { "neither yes nor no", "policy set", { "--contract=c", "--rest-days", "1" }, NULL, "rest-days" },
    { "no number", "system list", { "--grade", "three" }, NULL, "grade" },
    { "one word too many", "phase show", { "9", "10" }, NULL, "10" },
    { "what is not sent is checked", "simulate", { "--pack=p", "--from", "2026-02-30", "--to=2026-03-01" }, NULL, "from" },
    { "a number that is not sent", "simulate", { "--pack=p", "--from=2026-02-01", "--to=2026-03-01", "--systems", "many" },
      NULL, "systems" },
    { "nothing to send", "simulate", { "--pack=p", "--from=2026-02-01", "--to=2026-03-01", "--seed", "7" }, "{}", NULL },
    { "unknown option", "phase show", { "--nothing" }, NULL, "--nothing" },
};

static void check_args(size_t i)
{
    struct option_row rows[OPTIONS_MAX + 1];
    struct options options;
    struct context context = { .lang = LANG_EN };
    char *argv[10];
    char words[64];
    int argc = 1;
    int n = 0;
    json_t *args = NULL;
    snprintf(words, sizeof(words), "%s", ARGS[i].words);
    char *second = strchr(words, ' ');
    if (second)
        *second++ = '\0';
    const struct command *command = find(words, second, &n);
    argv[0] = words;
    while (ARGS[i].typed[argc - 1]) {
        argv[argc] = strdup(ARGS[i].typed[argc - 1]);
        argc++;
    }
    argv[argc] = NULL;
    command_options(command, rows);
    rc_t rc = options_read(&options, rows, argc, argv, &context.problem);
    context.options = &options;
    if (rc == RC_OK)
        rc = command_args(&context, command, &args);
    if ((rc == RC_OK) != (ARGS[i].request != NULL))
        fail_msg("%s: %s", ARGS[i].name, context.problem.text);
    char *text = args ? json_dumps(args, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    if (text && strcmp(text, ARGS[i].request) != 0)
        fail_msg("%s: %s", ARGS[i].name, text);
    if (!text && strcmp(context.problem.field, ARGS[i].field) != 0)
        fail_msg("%s: names \"%s\"", ARGS[i].name, context.problem.field);
    free(text);
    json_decref(args);
    for (int k = 1; k < argc; k++)
        free(argv[k]);
}

static void test_arguments_become_requests(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ARGS) / sizeof(ARGS[0]); i++)
        check_args(i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_are_sorted_and_helped),
        cmocka_unit_test(test_longest_match_wins),
        cmocka_unit_test(test_arguments_become_requests),
        cmocka_unit_test(test_english_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
