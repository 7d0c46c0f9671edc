/* Tables of a simulation's outcome and of a comparison. A row: path in the outcome, heading in both
 * languages, kind of cell. */
#include "simulate_show.h"

#include <string.h>

#include "attr.h"

#define END { NULL, NULL, NULL, CELL_TEXT }

/* What a year came to, in one line. */
static const struct table_column TOTALS[] = {
    { "systems", "系统", "systems", CELL_INT },
    { "deadlines", "期限", "deadlines", CELL_INT },
    { "breaches", "超期", "breaches", CELL_INT },
    { "penalties", "处罚", "penalties", CELL_INT },
    { "penalties_fen", "扣款（元）", "deducted, yuan", CELL_YUAN },
    { "reminders", "提醒", "reminders", CELL_INT },
    { "tasks", "任务", "tasks", CELL_INT },
    { "events", "事件", "events", CELL_INT },
    END,
};
/* By the week in which most is under way at once: that is when people are short. */
static const struct table_column WORKLOAD[] = {
    { "contract", "合同", "contract", CELL_TEXT },
    { "person", "人员", "person", CELL_TEXT },
    { "role", "角色", "role", CELL_TEXT },
    { "phases", "阶段", "phases", CELL_INT },
    { "phase_days", "阶段天数", "phase days", CELL_INT },
    { "busiest_week", "最忙周（周一）", "busiest week (Monday)", CELL_TEXT },
    { "busiest_count", "该周阶段", "phases in it", CELL_INT },
    { "tasks", "完成任务", "tasks done", CELL_INT },
    { "tasks_late", "其中迟", "late", CELL_INT },
    { "reminders", "提醒", "reminders", CELL_INT },
    END,
};

/* ---- a comparison: A is the first play, B the other ---- */

/* The same field of both plays as two columns side by side: what differs is what the eye looks for.
 */
#define BOTH(field, zh, en, kind)                                                                                      \
    { "first." field, "A " zh, "A " en, kind }, { "against." field, "B " zh, "B " en, kind }

/* One row for each total, made by sides_of. */
static const struct table_column SIDES[] = {
    { "side", "剧本", "scenario", CELL_TEXT },         { "systems", "系统", "systems", CELL_INT },
    { "deadlines", "期限", "deadlines", CELL_INT },    { "breaches", "超期", "breaches", CELL_INT },
    { "penalties", "处罚", "penalties", CELL_INT },    { "penalties_fen", "扣款（元）", "deducted, yuan", CELL_YUAN },
    { "reminders", "提醒", "reminders", CELL_INT },    { "tasks", "任务", "tasks", CELL_INT },
    END,
};
/* The money of each contract under both stories. */
static const struct table_column SETTLEMENT[] = {
    { "contract", "合同", "contract", CELL_TEXT },
    BOTH("deductions_fen", "扣款", "deducted", CELL_YUAN),
    BOTH("settled_fen", "结算", "settled", CELL_YUAN),
    BOTH("final_instalment_fen", "末期款", "last instalment", CELL_YUAN),
    END,
};
/* Deadlines whose due day, end or state differ. */
static const struct table_column DATES[] = {
    { "code", "期限", "deadline", CELL_TEXT },
    { "serial", "系统", "system", CELL_INT },
    { "title", "事项", "what is due", CELL_TEXT },
    BOTH("due_on", "到期", "due", CELL_DATE),
    BOTH("closed_at", "完成", "closed", CELL_DATE),
    BOTH("state", "状态", "state", CELL_TEXT),
    END,
};
/* Breaches that differ between the two. */
static const struct table_column BREACHES[] = {
    { "code", "期限", "deadline", CELL_TEXT },
    { "serial", "系统", "system", CELL_INT },
    { "title", "事项", "what was due", CELL_TEXT },
    { "due_at", "到期", "due", CELL_DATE },
    BOTH("found_at", "超期", "breached", CELL_DATE),
    END,
};
/* By case and clause; `counted` tells why the same case costs on one side only. */
static const struct table_column PENALTIES[] = {
    { "case", "事项", "case", CELL_TEXT },
    { "clause", "条款", "clause", CELL_TEXT },
    BOTH("deduct_fen", "扣款", "deducted", CELL_YUAN),
    BOTH("counted", "次数", "count", CELL_INT),
    END,
};
/* Work by person: what the other story would ask of each. */
static const struct table_column PEOPLE[] = {
    { "person", "人员", "person", CELL_TEXT },
    { "role", "角色", "role", CELL_TEXT },
    BOTH("phase_days", "阶段天数", "phase days", CELL_INT),
    BOTH("busiest_count", "最忙周阶段", "busiest week", CELL_INT),
    BOTH("tasks", "任务", "tasks", CELL_INT),
    BOTH("tasks_late", "迟", "late", CELL_INT),
    END,
};

static const struct {
    const char *list, *zh, *en;
    const struct table_column *columns;
/* In the order of importance to who decides between the two: money, dates, breaches, penalties,
 * people. */
} LISTS[] = {
    { "settlement", "结算", "settlement", SETTLEMENT }, { "dates", "日期", "dates", DATES },
    { "breaches", "超期", "breaches", BREACHES },       { "penalties", "处罚", "penalties", PENALTIES },
    { "workload", "工作量", "workload", PEOPLE },
};

/* ---- what a reader might take otherwise than it was played ---- */

/* By the order of the two days, which decides what becomes of the days between them. */
static void show_note(FILE *out, const json_t *note, bool compared, enum lang lang)
{
    const char *day = json_string_value(json_object_get(note, "signed"));
    const char *from = json_string_value(json_object_get(note, "from"));
    const char *side = json_string_value(json_object_get(note, "side"));
    bool early = strcmp(day, from) < 0; /* both YYYY-MM-DD */
    fprintf(out, "%s%s", tr(lang, "注意：", "note: "), !compared ? "" : strcmp(side, "first") == 0 ? "A: " : "B: ");
    fprintf(out, tr(lang, "剧本的合同签订于 %s，推演从 %s 开始；", "the scenario's contract is signed on %s, the play begins on %s; "),
            day, from);
    fprintf(out, "%s\n", early ? tr(lang, "此前的事项都在首日录入。", "what lies before is entered on its first day.")
                               : tr(lang, "一切自签订日起算。", "all counts from the signing."));
}

static void show_notes(FILE *out, const json_t *outcome, bool compared, enum lang lang)
{
    size_t i;
    const json_t *note;
    json_array_foreach(json_object_get(json_object_get(outcome, "simulation"), "notes"), i, note)
        show_note(out, note, compared, lang);
}

/* Lists are left to --json and the workbook: nobody reads a thousand rows on a terminal. */
void simulate_show(FILE *out, const json_t *outcome, struct table_style style)
{
    show_notes(out, outcome, false, style.lang);
    table_print_object(out, TOTALS, json_object_get(outcome, "totals"), style);
    table_print(out, WORKLOAD, json_object_get(outcome, "workload"), style);
}

/* The totals as two rows that name their side. */
static json_t *sides_of(const json_t *totals)
{
    static const char *const SIDE[][2] = { { "first", "A" }, { "against", "B" } };
    json_t *rows = json_array();
    for (size_t i = 0; i < COUNT_OF(SIDE); i++) {
        json_t *row = json_copy(json_object_get(totals, SIDE[i][0]));
        json_object_set_new(row, "side", json_string(SIDE[i][1]));
        json_array_append_new(rows, row);
    }
    return rows;
}

/* What differs is shown whole, since that is what was asked for. */
void simulate_show_comparison(FILE *out, const json_t *outcome, struct table_style style)
{
    json_t *sides = sides_of(json_object_get(outcome, "totals"));
    show_notes(out, outcome, true, style.lang);
    table_print(out, SIDES, sides, style);
    json_decref(sides);
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        const json_t *rows = json_object_get(outcome, LISTS[i].list);
        if (json_array_size(rows) == 0)
            continue;
        fprintf(out, "\n%s (%zu)\n", tr(style.lang, LISTS[i].zh, LISTS[i].en), json_array_size(rows));
        table_print(out, LISTS[i].columns, rows, style);
    }
}
