/* What the demo shows at its end, from the report service's summary; nothing is reckoned here. */
#include "summary.h"

#include <inttypes.h>
#include <string.h>

/* A screenful; the rest is counted and named. */
enum { ROWS_SHOWN = 15, PHASES_SHOWN = 7 };

/* Working days beside the date: a holiday makes the difference. */
static const struct table_column DUE_COLUMNS[] = {
    { "due", "期限", "due", CELL_DATE },
    { "working_days_left", "剩余工作日", "working days", CELL_INT },
    { "clause", "条款", "clause", CELL_TEXT },
    { "title", "事项", "what", CELL_TEXT },
    { "serial", "系统", "no", CELL_INT },
    { "system_name", "系统名称", "system", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* Both counts of days, since contracts count in either. */
static const struct table_column OVERDUE_COLUMNS[] = {
    { "due", "期限", "due", CELL_DATE },
    { "days_over", "超期天数", "days over", CELL_INT },
    { "working_days_over", "超期工作日", "working days", CELL_INT },
    { "clause", "条款", "clause", CELL_TEXT },
    { "title", "事项", "what", CELL_TEXT },
    { "serial", "系统", "no", CELL_INT },
    { "system_name", "系统名称", "system", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* Summed by clause; single cases are `mlps penalty list`. */
static const struct table_column PENALTY_COLUMNS[] = {
    { "clause", "条款", "clause", CELL_TEXT },
    { "title", "处罚条款", "penalty row", CELL_TEXT },
    { "count", "次数", "cases", CELL_INT },
    { "deduct_fen", "拟扣（元）", "deduct (yuan)", CELL_YUAN },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* An empty line before each part; the terminal's scrollback is where this is read. */
static void heading(const struct context *context, const char *zh, const char *en)
{
    fprintf(context->out, "\n%s\n", tr(context->lang, zh, en));
}

/* One column per phase, counts from the row's list. Seven names in a line would leave the teams none, so the columns are
 * numbered and a line below says what the numbers are. */
static void print_teams(const struct context *context, const json_t *summary)
{
    struct table_column columns[TABLE_COLUMNS_MAX] = {
        { "name", "团队", "team", CELL_TEXT },
        { "systems", "系统", "systems", CELL_INT },
        { "started", "已启动", "started", CELL_INT },
    };
    char paths[PHASES_SHOWN][8];
    json_t *rows = json_deep_copy(json_object_get(summary, "teams"));
    size_t n = 3;
    size_t i;
    json_t *phase;
    json_array_foreach(json_object_get(summary, "phases"), i, phase)
    {
        if (i >= PHASES_SHOWN)
            break;
        snprintf(paths[i], sizeof(paths[i]), "%zu", i + 1);
        columns[n++] = (struct table_column){ paths[i], paths[i], paths[i], CELL_INT };
        size_t r;
        json_t *row;
        json_array_foreach(rows, r, row)
            json_object_set(row, paths[i], json_array_get(json_object_get(row, "phases"), i));
    }
    columns[n++] = (struct table_column){ "done", "完成", "done", CELL_INT };
    columns[n++] = (struct table_column){ "late", "延误", "late", CELL_INT };
    columns[n] = (struct table_column){ NULL, NULL, NULL, CELL_TEXT };
    struct table_style style = { context->lang, context->columns };
    table_print(context->out, columns, rows, style);
    json_decref(rows);
    json_array_foreach(json_object_get(summary, "phases"), i, phase)
        fprintf(context->out, "%s%zu %s", i ? "  " : "", i + 1, json_string_value(json_object_get(phase, "name")));
    fputc('\n', context->out);
}

/* The first rows of a list, and how many more there are. */
static void print_some(const struct context *context, const struct table_column *columns,
                       const json_t *rows, json_int_t total)
{
    struct table_style style = { context->lang, context->columns };
    json_t *some = json_array();
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        if (i < ROWS_SHOWN)
            json_array_append(some, row);
    }
    if (json_array_size(some) == 0)
        fprintf(context->out, "%s\n", tr(context->lang, "（无）", "(none)"));
    else
        table_print(context->out, columns, some, style);
    if (total > ROWS_SHOWN)
        fprintf(context->out, tr(context->lang, "……另有 %lld 项：mlps deadline list\n", "... and %lld more: mlps deadline list\n"),
                (long long)(total - ROWS_SHOWN));
    json_decref(some);
}

/* A number that is absent counts as 0: the summary shows what there is. */
static json_int_t number(const json_t *object, const char *path)
{
    return json_integer_value(table_at(object, path));
}

/* Proposals only: the heading says who decides, for the sum alone would read as a verdict. */
static void print_penalties(const struct context *context, const json_t *summary)
{
    char yuan[40];
    struct table_style style = { context->lang, context->columns };
    const json_t *rows = table_at(summary, "penalties.by_clause");
    heading(context, "拟处罚（待采购方安全部门确认）", "Proposed penalties (until the customer's security department decides)");
    if (json_array_size(rows) == 0)
        fprintf(context->out, "%s\n", tr(context->lang, "（无）", "(none)"));
    else
        table_print(context->out, PENALTY_COLUMNS, rows, style);
    table_yuan(number(summary, "penalties.deduct_fen"), yuan);
    fprintf(context->out, tr(context->lang, "合计 %s 元\n", "total %s yuan\n"), yuan);
}

/* The token's file and not the token: what is on a screen is copied into mails. */
static void print_places(const struct context *context, const struct summary_place *place)
{
    heading(context, "结果", "Where to look");
    fprintf(context->out, "%s %s\n", tr(context->lang, "工作簿：", "workbooks:"), place->out);
    fprintf(context->out, "%s %s\n", tr(context->lang, "网关：  ", "gateway:  "), place->url);
    fprintf(context->out, "%s %s\n", tr(context->lang, "令牌：  ", "token:    "), place->token);
}

/* In the order in which the player took its steps; the last row is the whole command, initdb
 * included. */
static void print_timings(const struct context *context, const json_t *outcome, int64_t took_ms)
{
    size_t i;
    const json_t *row;
    heading(context, "用时（毫秒）", "Where the time went (ms)");
    json_array_foreach(json_object_get(outcome, "timings"), i, row)
        fprintf(context->out, "  %-12s %lld\n", json_string_value(json_object_get(row, "step")),
                (long long)number(row, "ms"));
    fprintf(context->out, "  %-12s %" PRId64 "\n", tr(context->lang, "全部", "all"), took_ms);
}

/* The order of the questions a project manager asks: where are we, what comes, what was missed,
 * what does it cost, what is lacking. */
static void print_text(const struct context *context, const json_t *outcome,
                       const struct summary_place *place)
{
    const json_t *summary = json_object_get(outcome, "summary");
    const char *title = json_string_value(json_object_get(summary, "title"));
    fprintf(context->out, "%s\n%s %s\n", title ? title : "", tr(context->lang, "截至", "as of"), place->now);
    heading(context, "各团队进度（各阶段的系统数）", "Where each team stands (systems in each phase)");
    print_teams(context, summary);
    heading(context, "未来十个工作日到期", "Due in the next ten working days");
    print_some(context, DUE_COLUMNS, json_object_get(summary, "due"), number(summary, "due_total"));
    heading(context, "已超期", "Overdue");
    print_some(context, OVERDUE_COLUMNS, json_object_get(summary, "overdue"), number(summary, "overdue_total"));
    print_penalties(context, summary);
    heading(context, "交付物", "Documents");
    fprintf(context->out, tr(context->lang, "应交 %lld，已交 %lld，已签收 %lld\n", "required %lld, submitted %lld, signed %lld\n"),
            (long long)number(summary, "documents.required"), (long long)number(summary, "documents.submitted"),
            (long long)number(summary, "documents.signed"));
    print_places(context, place);
    if (place->timings)
        print_timings(context, outcome, place->took_ms);
}

/* The JSON form adds the places to a copy of what the player found, so that both forms say the
 * same. "ready URL" is the line that scripts wait for; it is absent with --exit, where nothing
 * stays up. */
void summary_print(const struct context *context, const json_t *outcome,
                   const struct summary_place *place)
{
    if (!context->json) {
        print_text(context, outcome, place);
    } else {
        json_t *all = json_copy((json_t *)(uintptr_t)outcome);
        json_object_set_new(all, "now", json_string(place->now));
        json_object_set_new(all, "out", json_string(place->out));
        json_object_set_new(all, "url", json_string(place->url));
        json_object_set_new(all, "token_file", json_string(place->token));
        json_object_set_new(all, "took_ms", json_integer(place->took_ms));
        context_show_json(context, all);
        json_decref(all);
    }
    if (!option_given(context->options, "exit"))
        fprintf(context->out, "ready %s\n", place->url);
    fflush(context->out);
}
