/* The help of every command in both languages, at the widths of narrow and common terminals. */
#include "help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "textw.h"

static const struct command *const TABLES[] = { COMMANDS, REMOTE_COMMANDS };
/* A phone, half a screen, the common terminal, a pipe. */
static const int WIDTHS[] = { 40, 60, 80, 100 };

/* Help of one command, or of all for NULL. Owned by the caller. */
static char *help_text(const struct command *command, enum lang lang, int columns)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const struct table_style style = { lang, columns };
    if (command)
        help_command(out, command, style);
    else
        help_all(out, style);
    fclose(out);
    return text;
}

/* English has no byte beyond ASCII; a Chinese word in it would. */
static bool is_english(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Without its blanks and line ends, for what stands in it wherever it was broken. */
static char *squeeze(const char *text)
{
    char *out = mem_new(strlen(text) + 1);
    for (size_t n = 0; *text; text++)
        if (!isspace((unsigned char)*text))
            out[n++] = *text;
    return out;
}

static void check_said(const char *text, const char *part)
{
    char *whole = squeeze(text);
    char *want = squeeze(part);
    if (!strstr(whole, want))
        fail_msg("\"%s\" is not in:\n%s", part, text);
    mem_free(whole);
    mem_free(want);
}

/* No line is wider than the terminal, ends in a blank, or begins with a mark that closes. */
static void check_lines(const char *text, int columns)
{
    static const char *const CLOSING[] = { "，", "。", "；", "、", "）", "”" };
    char *copy = strdup(text);
    char *rest = copy;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        const char *words = line + strspn(line, " ");
        if (text_width(line) > (size_t)columns || (*line && line[strlen(line) - 1] == ' '))
            fail_msg("%d columns: \"%s\"", columns, line);
        for (size_t i = 0; i < COUNT_OF(CLOSING); i++)
            if (strncmp(words, CLOSING[i], strlen(CLOSING[i])) == 0)
                fail_msg("%d columns: a line begins with %s", columns, words);
    }
    free(copy);
}

/* Everything is said at any width, in the language that was asked for. */
static void check_help(const struct command *c, enum lang lang, int columns)
{
    char *text = help_text(c, lang, columns);
    check_lines(text, columns);
    check_said(text, tr(lang, c->zh, c->en));
    for (const struct arg *a = c->args; a && a->name; a++)
        check_said(text, tr(lang, a->zh, a->en));
    for (const struct option_row *row = COMMON_OPTIONS; row->name; row++)
        check_said(text, tr(lang, row->help_zh, row->help_en));
    if (lang == LANG_EN && !is_english(text))
        fail_msg("%s", text);
    free(text);
}

static void test_help_of_every_command(void **state)
{
    (void)state;
    for (size_t w = 0; w < COUNT_OF(WIDTHS); w++)
        for (size_t t = 0; t < COUNT_OF(TABLES); t++)
            for (const struct command *c = TABLES[t]; c->words; c++) {
                check_help(c, LANG_ZH, WIDTHS[w]);
                check_help(c, LANG_EN, WIDTHS[w]);
            }
}

static void check_all(enum lang lang, int columns)
{
    char *text = help_text(NULL, lang, columns);
    check_lines(text, columns);
    for (size_t t = 0; t < COUNT_OF(TABLES); t++)
        for (const struct command *c = TABLES[t]; c->words; c++) {
            char row[80];
            snprintf(row, sizeof(row), "\n  %-26s", c->words);
            assert_non_null(strstr(text, row));
            check_said(text, tr(lang, c->zh, c->en));
        }
    if (lang == LANG_EN)
        assert_true(is_english(text));
    free(text);
}

static void test_every_command_is_in_the_help(void **state)
{
    (void)state;
    for (size_t w = 0; w < COUNT_OF(WIDTHS); w++) {
        check_all(LANG_ZH, WIDTHS[w]);
        check_all(LANG_EN, WIDTHS[w]);
    }
}

/* Wide characters take two columns: texts begin in one column, and so do their further lines. */
static void test_texts_stand_in_one_column(void **state)
{
    static const struct arg ARGS[] = {
        { "名称", NULL, ARG_POSITION, true, NULL, "一二三四五六七八九十一二三四五六", "" },
        { "to", NULL, ARG_DATE, false, NULL, "短", "" },
        { NULL, NULL, ARG_FLAG, false, NULL, NULL, NULL },
    };
    const struct command command = { "juggle", "抛接", "juggle", ARGS, NULL, NULL };
    (void)state;
    char *text = help_text(&command, LANG_ZH, 44);
    assert_int_equal(strncmp(text,
                             "用法：mlps juggle 名称 [--...]\n\n抛接\n\n"
                             "  名称              一二三四五六七八九十一二\n"
                             "                    三四五六\n"
                             "  --to              短\n",
                             strlen(text) < 150 ? strlen(text) : 150),
                     0);
    free(text);
}

/* What a group has, from both tables, and nothing of one whose name it begins. */
static void test_help_of_a_group(void **state)
{
    static const struct {
        const char *group, *has; /* NULL: there is no such group */
    } GROUPS[] = {
        { "deadline", "  deadline explain" },
        { "deadline", "  deadline list" },
        { "dead", NULL },
        { "export", NULL },
        { "", NULL },
        { "phase list", NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(GROUPS); i++) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        bool found = help_group(out, GROUPS[i].group, (struct table_style){ LANG_EN, 80 });
        fclose(out);
        if (found != (GROUPS[i].has != NULL) || (found && !strstr(text, GROUPS[i].has)) ||
            (!found && *text) || strstr(text, "deliverable"))
            fail_msg("\"%s\": %s", GROUPS[i].group, text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_of_every_command),
        cmocka_unit_test(test_every_command_is_in_the_help),
        cmocka_unit_test(test_texts_stand_in_one_column),
        cmocka_unit_test(test_help_of_a_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
