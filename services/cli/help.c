#include "help.h"

#include <string.h>

#include "attr.h"

/* Columns of the names of commands and options, behind MARGIN; their texts begin in one column. */
enum { MARGIN = 2, COMMAND_WIDTH = 26, OPTION_WIDTH = 18 };
enum { USAGE_INDENT = 6 /* of the usage's further lines */ };

/* A name and its text, further lines of which stand below its first. Padded by columns and not by
 * bytes, since names stand beside Chinese. */
static void help_row(FILE *out, const char *name, size_t name_width, const char *text, int columns)
{
    size_t indent = MARGIN + name_width;
    fprintf(out, "%*s", MARGIN, "");
    table_put(out, name, name_width, 0);
    table_fill(out, text, (size_t)columns - indent, indent);
}

/* `dashes` is empty for a word by its place. */
static void help_option(FILE *out, const char *dashes, const struct option_row *row,
                        struct table_style style)
{
    char name[64];
    snprintf(name, sizeof(name), "%s%s", dashes, row->name);
    help_row(out, name, OPTION_WIDTH, tr(style.lang, row->help_zh, row->help_en), style.columns);
}

/* "usage: mlps phase show PHASE [--...]"; a word in brackets may be left out. */
static void help_usage(FILE *out, const struct command *command, struct table_style style)
{
    char line[200];
    size_t n = (size_t)snprintf(line, sizeof(line), "%smlps %s",
                                tr(style.lang, "用法：", "usage: "), command->words);
    for (const struct arg *a = command->args; a && a->name; a++)
        if (a->kind == ARG_POSITION && n < sizeof(line))
            n += (size_t)snprintf(line + n, sizeof(line) - n, a->required ? " %s" : " [%s]",
                                  a->name);
    if (n < sizeof(line))
        (void)snprintf(line + n, sizeof(line) - n, " [--...]");
    table_fill(out, line, (size_t)style.columns - USAGE_INDENT, USAGE_INDENT);
}

/* The common options come last: a reader looks for the command's own first. */
void help_command(FILE *out, const struct command *command, struct table_style style)
{
    help_usage(out, command, style);
    fputc('\n', out);
    table_fill(out, tr(style.lang, command->zh, command->en), (size_t)style.columns, 0);
    fputc('\n', out);
    for (const struct arg *a = command->args; a && a->name; a++) {
        const struct option_row row = { .name = a->name, .help_zh = a->zh, .help_en = a->en };
        help_option(out, a->kind == ARG_POSITION ? "" : "--", &row, style);
    }
    for (const struct option_row *row = COMMON_OPTIONS; row->name; row++)
        help_option(out, "--", row, style);
}

/* In the table's own order: both tables are sorted by their words, which a test checks. */
static void help_rows(FILE *out, const struct command *table, struct table_style style)
{
    for (const struct command *c = table; c->words; c++)
        help_row(out, c->words, COMMAND_WIDTH, tr(style.lang, c->zh, c->en), style.columns);
}

/* "phase" begins "phase list", not "phases". */
static bool is_of_group(const struct command *command, const char *group)
{
    size_t len = strlen(group);
    return strncmp(command->words, group, len) == 0 && command->words[len] == ' ';
}

bool help_group(FILE *out, const char *group, struct table_style style)
{
    static const struct command *const TABLES[] = { COMMANDS, REMOTE_COMMANDS };
    bool found = false;
    for (size_t t = 0; t < COUNT_OF(TABLES); t++)
        for (const struct command *c = TABLES[t]; c->words; c++)
            if (is_of_group(c, group)) {
                help_row(out, c->words, COMMAND_WIDTH, tr(style.lang, c->zh, c->en), style.columns);
                found = true;
            }
    return found;
}

/* Local and remote commands stay apart, since only the second need a running mlps; the exit codes
 * are told here because scripts depend on them. */
void help_all(FILE *out, struct table_style style)
{
    const char *title = tr(style.lang, "mlps：等级保护合同与工作的跟踪服务",
                           "mlps: tracks classified-protection work and its contracts");
    const char *more =
        tr(style.lang, "`mlps help 命令` 显示一个命令的选项；每个命令都接受 --json。",
           "`mlps help COMMAND` shows its options; every command takes --json.");
    const char *codes = tr(style.lang, "退出码：0 完成，1 结论为否，2 输入有误，3 服务不可达。",
                           "Exit codes: 0 done, 1 the answer is no, 2 bad input, 3 unreachable.");
    table_fill(out, title, (size_t)style.columns, 0);
    fputc('\n', out);
    help_rows(out, COMMANDS, style);
    fputc('\n', out);
    help_rows(out, REMOTE_COMMANDS, style);
    fputc('\n', out);
    table_fill(out, more, (size_t)style.columns, 0);
    table_fill(out, codes, (size_t)style.columns, 0);
}
