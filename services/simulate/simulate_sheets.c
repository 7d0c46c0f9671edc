/* The sheets of a play as tables: a column more is a line more. What several workbooks have stands in simulate_columns.h with
 * one width; here is what only a play has. */
#include "simulate_sheets.h"

#include <stdio.h>

#include "attr.h"
#include "simulate_columns.h"
#include "simulate_store.h"

/* clang-format off */
/* ---- columns ---- */

/* One column a line: key, headings, type, least and most width, flags, words, band. */
static const struct column SETTLEMENT[] = {
    COLUMN_CONTRACT("合同", "Contract"),
    { "quality",              "按质量", "Quality",         COL_WORD,  8,  10, 0,           SIMULATE_QUALITIES, NULL,   NULL },
    { "total_fen",            "合同价（元）", "Price (yuan)",   COL_MONEY, 16, 18, COLUMN_SUM,  NULL,      "金额", "Amounts" },
    { "deductions_fen",       "扣款（元）",   "Deducted (yuan)", COL_MONEY, 16, 18, COLUMN_SUM | COLUMN_LATE, NULL, NULL, NULL },
    { "settled_fen",          "结算价（元）", "Settled (yuan)", COL_MONEY, 16, 18, COLUMN_SUM | COLUMN_BOLD, NULL, NULL, NULL },
    { "paid_fen",             "已付（元）",   "Paid (yuan)",    COL_MONEY, 16, 18, COLUMN_SUM,  NULL,      NULL,   NULL },
    { "final_instalment_fen", "末期款（元）", "Last instalment (yuan)", COL_MONEY, 16, 24, COLUMN_SUM, NULL, NULL, NULL },
};
static const struct column WORKLOAD[] = {
    COLUMN_CONTRACT("人员", "Person"),
    COLUMN_PERSON(NULL, NULL),
    COLUMN_ROLE(NULL, NULL),
    { "phases",        "阶段数",   "Phases",       COL_INT,  8,  8,  0,           NULL,  "阶段",   "Phases" },
    { "phase_days",    "阶段天数", "Phase days",   COL_INT,  9,  10, 0,           NULL,  NULL,     NULL },
    { "busiest_week",  "最忙周（周一）", "Busiest week", COL_DATE, 14, 14, 0,     NULL,  NULL,     NULL },
    { "busiest_count", "该周阶段", "Phases in it",     COL_INT,  9,  10, COLUMN_BOLD, NULL,  NULL,     NULL },
    { "tasks",         "完成任务", "Tasks done",   COL_INT,  9,  10, COLUMN_SUM,  NULL,  "任务",   "Tasks" },
    { "tasks_late",    "其中迟",   "Of them late", COL_INT,  8,  12, COLUMN_SUM | COLUMN_LATE, NULL, NULL, NULL },
    { "reminders",     "收到提醒", "Reminders",    COL_INT,  9,  10, COLUMN_SUM,  NULL,  "提醒",   "Reminders" },
};
#define DAY(list, n, zh, en) { list "_" n, zh, en, COL_INT, 6, 6, 0, NULL, NULL, NULL }
#define DAY_BAND(list, band, band_en) { list "_1", "周一", "Mon", COL_INT, 6, 6, 0, NULL, band, band_en }
#define SIX_DAYS(list) DAY(list, "2", "周二", "Tue"), DAY(list, "3", "周三", "Wed"), DAY(list, "4", "周四", "Thu"), \
    DAY(list, "5", "周五", "Fri"), DAY(list, "6", "周六", "Sat"), DAY(list, "7", "周日", "Sun")
static const struct column WEEKS[] = {
    COLUMN_PERSON("人员", "Person"),
    COLUMN_ROLE(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    { "week",         "周（周一）", "Week (Monday)", COL_DATE, 13, 13, 0,        NULL,  "合计", "Week" },
    { "phase_days",   "阶段天数", "Phase days",   COL_INT,  9,  10, 0,           NULL,  NULL,   NULL },
    { "most_at_once", "最多同时", "Most at once", COL_INT,  9,  12, 0,           NULL,  NULL,   NULL },
    { "tasks_done",   "完成任务", "Tasks done",   COL_INT,  9,  10, 0,           NULL,  NULL,   NULL },
    { "items_done",   "检查项",   "Items done",   COL_INT,  8,  10, 0,           NULL,  NULL,   NULL },
    DAY_BAND("phases", "每日进行中的阶段", "Phases under way each day"), SIX_DAYS("phases"),
    DAY_BAND("tasks", "每日完成的任务", "Tasks done each day"), SIX_DAYS("tasks"),
};
static const struct column DEADLINES[] = {
    COLUMN_DEADLINE_CODE("期限", "Deadline"),
    COLUMN_DEADLINE_KIND(NULL, NULL),
    COLUMN_DEADLINE_TITLE(NULL, NULL),
    COLUMN_CLAUSE(NULL, NULL),
    COLUMN_SERIAL(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_DUE_ON("时间", "Time"),
    COLUMN_DUE_AT(NULL, NULL),
    COLUMN_PROVISIONAL(NULL, NULL),
    COLUMN_CLOSED_AT("结果", "Outcome"),
    { "state",       "状态",     "State",       COL_WORD,    10, 12, 0,           WORDS_DEADLINE,               NULL,   NULL },
};
static const struct column BREACHES[] = {
    COLUMN_DEADLINE_CODE("期限", "Deadline"),
    COLUMN_DEADLINE_TITLE(NULL, NULL),
    COLUMN_CLAUSE(NULL, NULL),
    COLUMN_SERIAL(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_DUE_AT("超期", "Breach"),
    { "found_at", "发现时刻", "Found at",     COL_INSTANT, 19, 19, 0,           NULL, NULL,   NULL },
};
static const struct column PENALTIES[] = {
    { "case",       "事项编号",   "Case",            COL_ID,     12, 26, 0,           NULL, "事项", "Case" },
    { "on",         "发生日期",   "Date",            COL_DATE,   11, 11, 0,           NULL, NULL,   NULL },
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_RULE_CLAUSE("考核", "Assessment"),
    COLUMN_COUNTED(NULL, NULL),
    COLUMN_THRESHOLD(NULL, NULL),
    { "deduct_fen", "扣款（元）", "Deducted (yuan)", COL_MONEY,  14, 18, COLUMN_SUM | COLUMN_BOLD, NULL, NULL, NULL },
    { "measures",   "措施",       "Measures",        COL_TEXT,   20, 60, 0,           NULL, NULL,   NULL },
};
static const struct column REMINDERS[] = {
    { "at",       "时刻",     "At",       COL_INSTANT, 19, 19, 0,           NULL,  "提醒", "Reminder" },
    COLUMN_PERSON(NULL, NULL),
    COLUMN_ROLE(NULL, NULL),
    { "what",     "何时",     "When",     COL_ID,      12, 20, 0,           NULL,  NULL,   NULL },
    COLUMN_DEADLINE_CODE("事项", "About"),
    COLUMN_DEADLINE_TITLE(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
};
static const struct column TIMELINE[] = {
    { "at",       "时刻",   "At",       COL_INSTANT, 19, 19, 0,           NULL, "事件", "Event" },
    { "what",     "事件",   "Event",    COL_TEXT,    14, 26, COLUMN_BOLD, NULL, NULL,   NULL },
    COLUMN_SERIAL("对象", "Subject"),
    COLUMN_CLAUSE(NULL, NULL),
    { "code",     "编号",   "Code",     COL_ID,      12, 24, 0,           NULL, NULL,   NULL },
    { "title",    "事项",   "What",     COL_TEXT,    16, 36, 0,           NULL, NULL,   NULL },
    { "day",      "日期",   "Day",      COL_DATE,    11, 11, 0,           NULL, NULL,   NULL },
    { "more",     "其他",   "More",     COL_TEXT,    20, 50, 0,           NULL, NULL,   NULL },
    COLUMN_CONTRACT(NULL, NULL),
};

#define SHEET(name, en_name, table, frozen) { .zh = name, .en = en_name, .columns = table, .count = COUNT_OF(table), .freeze = frozen }
/* In the order in which a reader asks: what does it cost, who does it, what is late, what happened. */
static const struct sheet_def SHEETS[] = {
    SHEET("结算",     "Settlement",     SETTLEMENT, 1), SHEET("工作量",   "Workload",  WORKLOAD,  2),
    SHEET("每周工作量", "Workload by week", WEEKS,  1), SHEET("期限",     "Deadlines", DEADLINES, 1),
    SHEET("超期",     "Breaches",       BREACHES,   1), SHEET("处罚",     "Penalties", PENALTIES, 1),
    SHEET("提醒",     "Reminders",      REMINDERS,  1), SHEET("时间线",   "Timeline",  TIMELINE,  1),
};
/* clang-format on */

/* By place in SHEETS. */
static const int LIST_OF[COUNT_OF(SHEETS)] = { SHEET_SETTLEMENT, LIST_WORKLOAD,  LIST_WEEKS,     LIST_DEADLINES,
                                              LIST_BREACHES,    LIST_PENALTIES, LIST_REMINDERS, LIST_TIMELINE };

/* The renderer of the export worker takes it like any of its own. */
const struct book_def SIMULATE_BOOK = {
    .kind = "simulation",
    .zh = "合同推演",
    .en = "Simulation of a contract",
    .filter_zh = "所推演期间的全部记录；结算按质量“良”计算",
    .filter_en = "everything in the span that was played; settled as of good quality",
    .sheets = SHEETS,
    .sheet_count = COUNT_OF(SHEETS),
};

/* `sheet` is one of ours: the renderer hands back what SIMULATE_BOOK gave it. */
int simulate_sheet_list(const struct sheet_def *sheet)
{
    return LIST_OF[sheet - SHEETS];
}

/* A week at the edge of the range has null for the days outside. */
void simulate_sheet_days(json_t *row)
{
    static const char *const LISTS[] = { "phases", "tasks" };
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        json_t *days = json_object_get(row, LISTS[i]);
        for (size_t k = 0; k < json_array_size(days); k++) {
            char key[32];
            snprintf(key, sizeof(key), "%s_%zu", LISTS[i], k + 1);
            json_object_set(row, key, json_array_get(days, k));
        }
    }
}
