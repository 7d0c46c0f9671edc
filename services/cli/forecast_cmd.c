/* The reply is shown in the order in which a project manager asks: what collides, who has too much,
 * what could it cost, when will it end, and what is that guess made of. Rows of the tables are made
 * of the reply's; no number is reckoned here but shares in per cent.
 *
 * Everything is made to be read in 80 columns. What names a thing (clause, date, sum) is never cut,
 * titles and names give way; what would not fit into a row at all is told in two lines. */
#include "forecast_cmd.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "bytebuf.h"
#include "memory.h"
#include "state_words.h"
#include "textw.h"

/* Rows of a part and columns of indent; bytes of a sum of money, of a short text, of a line. */
enum { ROWS_SHOWN = 15, INDENT = 12, YUAN_TEXT = 40, SHORT_TEXT = 48, LINE_BYTES = 8192 };

/* ---- words ---- */

/* What collides, as the service names it; one that has no row here is shown by its code. */
static const struct word RULES[] = {
    { "phases", TONE_NORMAL, "", "阶段同日", "phases together" },
    { "team_load", TONE_NORMAL, "", "团队过载", "team overloaded" },
    { "person_load", TONE_NORMAL, "", "个人过载", "person overloaded" },
    { "special_period", TONE_NORMAL, "", "节日交付", "document at holiday" },
    { "after_holiday", TONE_NORMAL, "", "节后首日", "right after holiday" },
    { 0 },
};
/* What a spread was drawn from, from the best to the weakest evidence. */
static const struct word BASES[] = {
    { "clause", TONE_NORMAL, "", "该条款的历史", "this clause's history" },
    { "kind", TONE_NORMAL, "", "同类的历史", "the kind's history" },
    { "prior", TONE_NORMAL, "", "历史不足，以先验补足", "short history and the prior" },
    { 0 },
};

/* The word as people read it; one that is new to us is shown as it came: a service may be newer
 * than this program. */
static const char *say(const struct context *context, const struct word *words, const char *code)
{
    const struct word *word = code ? word_find(words, code, strlen(code)) : NULL;
    return word ? word_text(word, context->lang) : text_or(code, "");
}

/* 0 for what is absent or null: a table shows what there is. */
static json_int_t number(const json_t *row, const char *path)
{
    return json_integer_value(table_at(row, path));
}

/* "" for null and for what is absent, so that comparing and printing need no case of their own. */
static const char *text(const json_t *row, const char *path)
{
    const char *found = json_string_value(table_at(row, path));
    return found ? found : "";
}

/* ---- frame of a part ---- */

/* An empty line before each part: the parts are looked for by eye. */
static void heading(const struct context *context, const char *zh, const char *en)
{
    fprintf(context->out, "\n%s\n", tr(context->lang, zh, en));
}

/* That there is nothing, or how many more there are than were shown. */
static void print_rest(const struct context *context, size_t shown, json_int_t total)
{
    if (shown == 0)
        fprintf(context->out, "%s\n", tr(context->lang, "（无）", "(none)"));
    if (total > (json_int_t)shown)
        fprintf(context->out,
                tr(context->lang, "……另有 %lld 项，见 --json\n", "... and %lld more, see --json\n"),
                (long long)(total - (json_int_t)shown));
}

/* The first rows (stolen), and how many more there are. */
static void print_rows(const struct context *context, const struct table_column *columns,
                       json_t *rows, json_int_t total)
{
    const struct table_style style = { context->lang, context->columns };
    size_t shown = json_array_size(rows);
    if (shown > 0)
        table_print(context->out, columns, rows, style);
    print_rest(context, shown, total);
    json_decref(rows);
}

/* Whether row `index` of a list is still shown. */
static bool is_shown(size_t index)
{
    return index < ROWS_SHOWN;
}

/* So many of the runs, in whole per cent, half up. */
static void percent_text(json_int_t part, json_int_t runs, char out[SHORT_TEXT])
{
    snprintf(out, SHORT_TEXT, "%lld%%",
             (long long)(runs > 0 ? (part * 200 + runs) / (2 * runs) : 0));
}

/* Whose: the person, else the team, else the contract itself. Never a code: people know names. */
static const char *whose(const struct context *context, const json_t *row)
{
    const char *person = text(row, "person");
    const char *team = text(row, "team_name");
    if (*person)
        return person;
    return *team ? team : tr(context->lang, "（合同）", "(contract)");
}

/* ---- collisions ---- */

/* The title alone would join what different clauses ask for. */
static bool same_thing(const json_t *a, const json_t *b)
{
    return strcmp(text(a, "clause"), text(b, "clause")) == 0 &&
           strcmp(text(a, "title"), text(b, "title")) == 0;
}

/* One thing with all the systems or units it is due for, from its first item `at` on. */
static rc_t list_thing(const json_t *items, size_t at, struct bytebuf *out)
{
    const json_t *first = json_array_get(items, at);
    rc_t rc =
        bytebuf_fmt(out, "%s%s %s", at > 0 ? " " : "", text(first, "clause"), text(first, "title"));
    for (size_t i = at; i < json_array_size(items) && rc == RC_OK; i++) {
        const json_t *item = json_array_get(items, i);
        if (!same_thing(first, item))
            continue;
        if (json_is_integer(json_object_get(item, "serial")))
            rc = bytebuf_fmt(out, " %lld", (long long)number(item, "serial"));
        else if (*text(item, "unit"))
            rc = bytebuf_fmt(out, " %s", text(item, "unit"));
    }
    return rc == RC_OK ? bytebuf_text(out, ";") : rc;
}

/* Each thing once: "CLAUSE title 17 18; CLAUSE title 20;". A text that gets too long ends
 * early: the whole is in --json. */
static void list_items(const json_t *items, struct bytebuf *out)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(items) && rc == RC_OK; i++) {
        bool listed = false;
        for (size_t k = 0; k < i; k++)
            listed = listed || same_thing(json_array_get(items, k), json_array_get(items, i));
        rc = listed ? RC_OK : list_thing(items, i, out);
    }
}

/* Day, what, whose, how many; below it what they could cost and what they are. */
static void print_collision(const struct context *context, const json_t *collision)
{
    char yuan[YUAN_TEXT];
    struct bytebuf line;
    const char *holiday = text(collision, "holiday");
    size_t width = (size_t)context->columns;
    bytebuf_init(&line, LINE_BYTES);
    fprintf(context->out, "%s  %s%s%s  %s  ", text(collision, "day"),
            say(context, RULES, text(collision, "rule")), *holiday ? " " : "",
            holiday, whose(context, collision));
    fprintf(context->out, tr(context->lang, "%lld 项%s\n", "%lld items%s\n"),
            (long long)number(collision, "count"),
            json_is_true(json_object_get(collision, "provisional"))
                ? tr(context->lang, "（日期暂定）", " (provisional)")
                : "");
    rc_t rc =
        bytebuf_fmt(&line, tr(context->lang, "全部违约加扣 %s 元：", "all missed adds %s yuan: "),
                    table_yuan(number(collision, "cost_fen"), yuan));
    if (rc == RC_OK)
        list_items(json_object_get(collision, "items"), &line);
    fprintf(context->out, "%*s", INDENT, "");
    table_fill(context->out, bytebuf_str(&line), width - INDENT, INDENT);
    bytebuf_fini(&line);
}

/* No table: a clause, a team and a list of systems do not fit into one line of a terminal, and cut
 * they would say nothing. */
static void print_collisions(const struct context *context, const json_t *forecast)
{
    const json_t *list = json_object_get(forecast, "collisions");
    size_t i;
    const json_t *collision;
    heading(context, "撞期（按最后可办理的工作日；条款、事项、系统序号）",
            "Collisions (by the last working day to hand over; clause, what, systems)");
    json_array_foreach(list, i, collision)
    {
        if (is_shown(i))
            print_collision(context, collision);
    }
    print_rest(context, i < ROWS_SHOWN ? i : ROWS_SHOWN, number(forecast, "collision_total"));
}

/* ---- loads ---- */

/* The busiest day in full, the busiest week in one number: what to look at first. */
static const struct table_column LOAD_COLUMNS[] = {
    { "whose", "谁", "whose", CELL_TEXT },
    { "peak_day.from", "最忙日", "peak day", CELL_DATE },
    { "peak_day.open", "在办", "open", CELL_INT },
    { "peak_day.phases", "阶段", "phases", CELL_INT },
    { "peak_day.findings", "问题", "findings", CELL_INT },
    { "peak_day.deliverables", "交付物", "docs", CELL_INT },
    { "peak_day.tasks", "任务", "tasks", CELL_INT },
    { "peak_week.from", "最忙周", "peak week", CELL_DATE },
    { "peak_week.due", "周内到期", "due", CELL_INT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* One row for each who has work; days and weeks in full are for programs. */
static void print_load(const struct context *context, const json_t *forecast)
{
    json_t *rows = json_array();
    size_t i;
    const json_t *owner;
    const json_t *owners = table_at(forecast, "load.owners");
    heading(context, "负载峰值", "Peaks of work");
    json_array_foreach(owners, i, owner)
    {
        if (is_shown(i))
            json_array_append_new(rows,
                                  json_pack("{s:s, s:O, s:O}", "whose", whose(context, owner),
                                            "peak_day", json_object_get(owner, "peak_day"),
                                            "peak_week", json_object_get(owner, "peak_week")));
    }
    print_rows(context, LOAD_COLUMNS, rows, (json_int_t)json_array_size(owners));
}

/* ---- exposure ---- */

/* Deadlines by what a miss would cost; `chance` is the share of the runs in which it was missed. */
static const struct table_column MISS_COLUMNS[] = {
    { "due", "期限", "due", CELL_DATE },
    { "clause", "条款", "clause", CELL_CODE },
    { "title", "事项", "what", CELL_TEXT },
    { "serial", "系统", "no", CELL_INT },
    { "whose", "谁", "whose", CELL_TEXT },
    { "penalty_clause", "处罚", "penalty", CELL_CODE },
    { "counted_of", "次数", "n-th", CELL_CODE },
    { "cost_fen", "加扣（元）", "adds (yuan)", CELL_YUAN },
    { "chance", "可能", "chance", CELL_INT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* A row of a list with its place, for a sort that is the same everywhere. */
struct ranked {
    const json_t *row;
    json_int_t first, second; /* the greater, the earlier */
    size_t index;
};

/* The place in the list decides between equals, since qsort does not keep their order. */
static int ranked_order(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->first != b->first)
        return a->first > b->first ? -1 : 1;
    if (a->second != b->second)
        return a->second > b->second ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The rows of a list with the greatest `first`, then `second`; those with neither are left out.
 * *ret_count of them in an owned array. */
static struct ranked *rank_rows(const json_t *list, const char *first, const char *second,
                                size_t *ret_count)
{
    struct ranked *rows = mem_array(json_array_size(list) + 1, sizeof(*rows));
    size_t count = 0;
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        rows[count] = (struct ranked){ row, number(row, first), number(row, second), i };
        count += rows[count].first > 0 || rows[count].second > 0;
    }
    qsort(rows, count, sizeof(*rows), ranked_order);
    *ret_count = count;
    return rows;
}

/* A counter is shown only where there is one: the n-th of those from which on it costs. */
static json_t *miss_row(const struct context *context, const json_t *miss, json_int_t runs)
{
    char chance[SHORT_TEXT], counted[SHORT_TEXT];
    json_t *row = json_copy((json_t *)(uintptr_t)miss);
    percent_text(number(miss, "missed_runs"), runs, chance);
    snprintf(counted, sizeof(counted), "%lld/%lld", (long long)number(miss, "counted"),
             (long long)number(miss, "threshold"));
    json_object_set_new(row, "whose", json_string(whose(context, miss)));
    json_object_set_new(row, "chance", json_string(chance));
    if (number(miss, "threshold") > 0)
        json_object_set_new(row, "counted_of", json_string(counted));
    return row;
}

/* The sums first, with what stands and what would come told apart; who decides is in the heading.
 */
static void print_exposure(const struct context *context, const json_t *forecast)
{
    char proposed[YUAN_TEXT], added[YUAN_TEXT], total[YUAN_TEXT];
    json_t *rows = json_array();
    size_t count = 0;
    struct ranked *ranked =
        rank_rows(table_at(forecast, "exposure.deadlines"), "cost_fen", "missed_runs", &count);
    heading(context, "处罚敞口（须由采购方确认；次数为第几次/自第几次起扣）",
            "Penalty exposure (the customer decides; n-th of those from which on it costs)");
    fprintf(context->out,
            tr(context->lang, "已拟 %s 元；在期 %lld 项若全部违约，再加 %s 元，合计 %s 元\n",
               "proposed %s yuan; were all %lld open deadlines missed, %s more, %s in all\n"),
            table_yuan(number(forecast, "exposure.proposed_fen"), proposed),
            (long long)number(forecast, "exposure.open"),
            table_yuan(number(forecast, "exposure.added_fen"), added),
            table_yuan(number(forecast, "exposure.total_fen"), total));
    for (size_t i = 0; i < count && is_shown(i); i++)
        json_array_append_new(rows, miss_row(context, ranked[i].row, number(forecast, "runs")));
    print_rows(context, MISS_COLUMNS, rows, (json_int_t)count);
    mem_free(ranked);
}

/* ---- bands ---- */

/* Cells are texts already: dates, sums and numbers stand in one column. */
static const struct table_column BAND_COLUMNS[] = {
    { "what", "", "", CELL_TEXT },     { "plan", "按计划", "by plan", CELL_INT },
    { "p10", "P10", "P10", CELL_INT }, { "p50", "P50", "P50", CELL_INT },
    { "p90", "P90", "P90", CELL_INT }, { NULL, NULL, NULL, CELL_TEXT },
};

/* One band as a row; `kind` says how its values are shown. Nothing for a band of null. */
static void add_band(json_t *rows, const char *what, const json_t *band, enum cell_kind kind)
{
    static const char *const KEYS[] = { "plan", "p10", "p50", "p90" };
    json_t *row = json_pack("{s:s}", "what", what);
    for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
        char cell[TABLE_CELL_MAX];
        const struct table_column column = { KEYS[i], "", "", kind };
        json_object_set_new(row, KEYS[i], json_string(table_cell(band, &column, LANG_ZH, cell)));
    }
    if (json_is_object(band))
        json_array_append(rows, row);
    json_decref(row);
}

/* The contract's own figures, then the teams' ends under the same columns. */
static void print_bands(const struct context *context, const json_t *forecast)
{
    static const struct {
        const char *path, *zh, *en;
        enum cell_kind kind;
    } ROWS[] = {
        { "bands.end", "全部阶段完成", "all phases done", CELL_DATE },
        { "bands.breaches", "违约期限数", "deadlines missed", CELL_INT },
        { "bands.penalties_fen", "拟扣款（元）", "penalties (yuan)", CELL_YUAN },
        { "bands.settlement_fen", "结算（考核良好，元）", "settlement, quality good (yuan)",
          CELL_YUAN },
        { "bands.invented.incidents", "新发事件", "incidents that come up", CELL_INT },
        { "bands.invented.findings", "新发现问题", "findings that come up", CELL_INT },
        { "bands.invented.rechecks_failed", "复核不通过", "re-checks that fail", CELL_INT },
    };
    json_t *rows = json_array();
    size_t i;
    const json_t *team;
    heading(context, "概率区间（十次有一、五、九次不超过）",
            "Bands (not exceeded in one, five, nine of ten)");
    for (size_t k = 0; k < COUNT_OF(ROWS); k++)
        add_band(rows, tr(context->lang, ROWS[k].zh, ROWS[k].en), table_at(forecast, ROWS[k].path),
                 ROWS[k].kind);
    json_array_foreach(table_at(forecast, "bands.teams"), i, team)
        add_band(rows, text(team, "name"), json_object_get(team, "end"), CELL_DATE);
    json_int_t all = (json_int_t)json_array_size(rows);
    print_rows(context, BAND_COLUMNS, rows, all);
}

/* P50 and P90 beside the plan: the distance between them is the uncertainty. */
static const struct table_column SYSTEM_COLUMNS[] = {
    { "serial", "序号", "no", CELL_INT },
    { "name", "系统", "system", CELL_TEXT },
    { "end.plan", "按计划", "by plan", CELL_DATE },
    { "end.p50", "P50", "P50", CELL_DATE },
    { "end.p90", "P90", "P90", CELL_DATE },
    { "chance", "有违约可能", "any missed", CELL_INT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* The most likely to miss anything first. */
static void print_systems(const struct context *context, const json_t *forecast)
{
    json_t *rows = json_array();
    size_t count = 0;
    struct ranked *ranked =
        rank_rows(table_at(forecast, "bands.systems"), "late_runs", "late_runs", &count);
    heading(context, "最可能延误的系统", "Systems most likely to be late");
    for (size_t i = 0; i < count && is_shown(i); i++) {
        char chance[SHORT_TEXT];
        json_t *row = json_copy((json_t *)(uintptr_t)ranked[i].row);
        percent_text(ranked[i].first, number(forecast, "runs"), chance);
        json_object_set_new(row, "chance", json_string(chance));
        json_array_append_new(rows, row);
    }
    print_rows(context, SYSTEM_COLUMNS, rows, (json_int_t)count);
    mem_free(ranked);
}

/* ---- rates ---- */

/* What nobody has planned, as the service names the rates; each is an option of the command. */
static const struct word RATES[] = {
    { "incidents", TONE_NORMAL, "", "新发事件（每 365 天）", "incidents (in 365 days)" },
    { "incident_late", TONE_NORMAL, "", "事件时限超时（%）", "limits of incidents missed (%)" },
    { "findings", TONE_NORMAL, "", "测评发现问题（%）", "assessments that find something (%)" },
    { "recheck_fails", TONE_NORMAL, "", "整改复核不通过（%）", "re-checks that fail (%)" },
    { 0 },
};
static const struct word RATE_BASES[] = {
    { "given", TONE_NORMAL, "", "命令给定", "given" },
    { "history", TONE_NORMAL, "", "本合同历史", "the contract's history" },
    { "default", TONE_NORMAL, "", "历史不足，取缺省值", "short history: the default" },
    { 0 },
};
static const struct table_column RATE_COLUMNS[] = {
    { "what", "比率", "rate", CELL_TEXT },
    { "value", "取值", "taken", CELL_INT },
    { "count", "历史件数", "seen", CELL_INT },
    { "of", "母数", "of", CELL_INT },
    { "why", "依据", "made of", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* Beside what was taken stands what the contract has seen, so that a reader can set another. */
static void print_rates(const struct context *context, const json_t *forecast)
{
    json_t *rows = json_array();
    size_t i;
    const json_t *rate;
    heading(context, "计划外事项按比率推演（可用同名选项设定，0 为不发生）",
            "What is not planned comes up by rates (options of these names; 0: never)");
    json_array_foreach(table_at(forecast, "chance.rates"), i, rate)
    {
        json_t *row = json_copy((json_t *)(uintptr_t)rate);
        json_object_set_new(
            row, "what", json_string(say(context, RATES, text(rate, "rate"))));
        json_object_set_new(
            row, "why",
            json_string(say(context, RATE_BASES, text(rate, "basis"))));
        json_array_append_new(rows, row);
    }
    json_int_t all = (json_int_t)json_array_size(rows);
    print_rows(context, RATE_COLUMNS, rows, all);
}

/* ---- history ---- */

/* Days are relative to the due day, negative: early. */
static const struct table_column HISTORY_COLUMNS[] = {
    { "what", "类别", "kind", CELL_TEXT },
    { "clause", "条款", "clause", CELL_CODE },
    { "count", "样本", "samples", CELL_INT },
    { "on_time", "按期", "in time", CELL_INT },
    { "least_days", "最早（天）", "least (days)", CELL_INT },
    { "median_days", "中位", "median", CELL_INT },
    { "most_days", "最晚", "most", CELL_INT },
    { "why", "依据", "made of", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* What the bands were made of, so that a reader can weigh them: ten samples are not a hundred. */
static void print_history(const struct context *context, const json_t *forecast)
{
    json_t *rows = json_array();
    size_t i;
    const json_t *spread;
    heading(context, "延误按历史抽样（相对期限的天数，负数为提前）",
            "Lateness is drawn from history (days after due, negative: early)");
    json_array_foreach(json_object_get(forecast, "history"), i, spread)
    {
        json_t *row = json_copy((json_t *)(uintptr_t)spread);
        json_object_set_new(
            row, "what", json_string(say(context, WORDS_DEADLINE_KIND, text(spread, "kind"))));
        json_object_set_new(
            row, "why", json_string(say(context, BASES, text(spread, "basis"))));
        json_array_append_new(rows, row);
    }
    json_int_t all = (json_int_t)json_array_size(rows);
    print_rows(context, HISTORY_COLUMNS, rows, all);
}

/* ---- the command ---- */

/* The second and third line hold all that is needed to ask the same again. */
void forecast_print(const struct context *context, const json_t *forecast)
{
    fprintf(context->out, "%s\n", text(forecast, "title"));
    fprintf(context->out,
            tr(context->lang, "截至 %s，看到 %s（%lld 个工作日）\n",
               "as of %s, up to %s (%lld working days)\n"),
            text(forecast, "as_of"), text(forecast, "until"),
            (long long)number(forecast, "working_days"));
    fprintf(context->out,
            tr(context->lang, "事件序号 %lld，种子 %lld，推演 %lld 次，每人每日可办 %lld 项\n",
               "event %lld, seed %lld, %lld runs, %lld things a person and day\n"),
            (long long)number(forecast, "event_seq"), (long long)number(forecast, "seed"),
            (long long)number(forecast, "runs"), (long long)number(forecast, "capacity"));
    print_collisions(context, forecast);
    print_load(context, forecast);
    print_exposure(context, forecast);
    print_bands(context, forecast);
    print_systems(context, forecast);
    print_rates(context, forecast);
    print_history(context, forecast);
}

/* Bounds of the numbers are the service's to judge, as over HTTP. */
int cmd_forecast(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *result = NULL;
    rc_t rc = command_args(context, command, &args);
    if (rc == RC_OK)
        rc = context_ask(context, "mlps.report", "forecast.get", args, &result);
    if (rc == RC_OK && context->json) {
        context_show_json(context, result);
    } else if (rc == RC_OK) {
        forecast_print(context, result);
    }
    json_decref(result);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
