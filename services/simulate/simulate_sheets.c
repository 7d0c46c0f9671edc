#include "simulate_sheets.h"

#include <stdio.h>

#include "attr.h"
#include "simulate_store.h"
#include "words.h"

/* ---- words of our own ---- */

/* clang-format off */
static const struct word ROLES[] = {
    { "engineer", TONE_NORMAL, "工程师",   "", "engineer", "" },
    { "manager",  TONE_NORMAL, "项目经理", "", "manager",  "" },
    { "leader",   TONE_NORMAL, "负责人",   "", "leader",   "" },
    { "customer", TONE_NORMAL, "采购人",   "", "customer", "" },
    { 0 },
};
/* Of the last day of the play, without the days over that a ledger of today shows. */
static const struct word STATES[] = {
    { "open",     TONE_NORMAL, "● 未到期", "", "● open",    "" },
    { "paused",   TONE_WARN,   "‖ 暂停",   "", "‖ paused",  "" },
    { "breached", TONE_LATE,   "▲ 逾期",   "", "▲ overdue", "" },
    { "met",      TONE_GOOD,   "√ 按期",   "", "√ met",     "" },
    { "late",     TONE_LATE,   "▲ 迟",     "", "▲ late",    "" },
    { "void",     TONE_MUTED,  "— 作废",   "", "— void",    "" },
    { 0 },
};
static const struct word QUALITIES[] = {
    { "excellent", TONE_GOOD, "优", "", "excellent", "" }, { "good", TONE_NORMAL, "良", "", "good", "" },
    { "fair", TONE_WARN, "中", "", "fair", "" }, { 0 },
};

/* ---- columns ---- */

/* One column a line: key, headings, type, least and most width, flags, words, band. */
static const struct column SETTLEMENT[] = {
    { "contract",             "合同",   "Contract",        COL_ID,    14, 26, 0,           NULL,      "合同", "Contract" },
    { "quality",              "按质量", "Quality",         COL_WORD,  8,  10, 0,           QUALITIES, NULL,   NULL },
    { "total_fen",            "合同价（元）", "Price (yuan)",   COL_MONEY, 16, 18, COLUMN_SUM,  NULL,      "金额", "Amounts" },
    { "deductions_fen",       "扣款（元）",   "Deducted (yuan)", COL_MONEY, 16, 18, COLUMN_SUM | COLUMN_LATE, NULL, NULL, NULL },
    { "settled_fen",          "结算价（元）", "Settled (yuan)", COL_MONEY, 16, 18, COLUMN_SUM | COLUMN_BOLD, NULL, NULL, NULL },
    { "paid_fen",             "已付（元）",   "Paid (yuan)",    COL_MONEY, 16, 18, COLUMN_SUM,  NULL,      NULL,   NULL },
    { "final_instalment_fen", "末期款（元）", "Last instalment (yuan)", COL_MONEY, 16, 24, COLUMN_SUM, NULL, NULL, NULL },
};
static const struct column WORKLOAD[] = {
    { "contract",      "合同",     "Contract",     COL_ID,   14, 26, 0,           NULL,  "人员",   "Person" },
    { "person",        "姓名",     "Name",         COL_TEXT, 10, 24, COLUMN_BOLD, NULL,  NULL,     NULL },
    { "role",          "角色",     "Role",         COL_WORD, 9,  12, 0,           ROLES, NULL,     NULL },
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
    { "person",       "姓名",     "Name",         COL_TEXT, 10, 24, COLUMN_BOLD, NULL,  "人员", "Person" },
    { "role",         "角色",     "Role",         COL_WORD, 9,  12, 0,           ROLES, NULL,   NULL },
    { "contract",     "合同",     "Contract",     COL_ID,   14, 26, 0,           NULL,  NULL,   NULL },
    { "week",         "周（周一）", "Week (Monday)", COL_DATE, 13, 13, 0,        NULL,  "合计", "Week" },
    { "phase_days",   "阶段天数", "Phase days",   COL_INT,  9,  10, 0,           NULL,  NULL,   NULL },
    { "most_at_once", "最多同时", "Most at once", COL_INT,  9,  12, 0,           NULL,  NULL,   NULL },
    { "tasks_done",   "完成任务", "Tasks done",   COL_INT,  9,  10, 0,           NULL,  NULL,   NULL },
    { "items_done",   "检查项",   "Items done",   COL_INT,  8,  10, 0,           NULL,  NULL,   NULL },
    DAY_BAND("phases", "每日进行中的阶段", "Phases under way each day"), SIX_DAYS("phases"),
    DAY_BAND("tasks", "每日完成的任务", "Tasks done each day"), SIX_DAYS("tasks"),
};
static const struct column DEADLINES[] = {
    { "code",        "期限编号", "Code",        COL_ID,      14, 24, 0,           NULL,                "期限", "Deadline" },
    { "kind",        "类别",     "Kind",        COL_WORD,    8,  12, 0,           WORDS_DEADLINE_KIND, NULL,   NULL },
    { "title",       "期限事项", "What is due", COL_TEXT,    18, 40, COLUMN_BOLD, NULL,                NULL,   NULL },
    { "clause",      "依据条款", "Clause",      COL_ID,      8,  12, 0,           NULL,                NULL,   NULL },
    { "serial",      "系统序号", "System no.",  COL_SERIAL,  8,  10, 0,           NULL,                NULL,   NULL },
    { "contract",    "合同",     "Contract",    COL_ID,      14, 26, 0,           NULL,                NULL,   NULL },
    { "due_on",      "到期日",   "Due on",      COL_DATE,    11, 11, COLUMN_BOLD, NULL,                "时间", "Time" },
    { "due_at",      "到期时刻", "Due at",      COL_INSTANT, 19, 19, 0,           NULL,                NULL,   NULL },
    { "provisional", "暂定",     "Provisional", COL_BOOL,    6,  11, 0,           NULL,                NULL,   NULL },
    { "closed_at",   "完成时间", "Closed",      COL_INSTANT, 19, 19, 0,           NULL,                "结果", "Outcome" },
    { "state",       "状态",     "State",       COL_WORD,    10, 12, 0,           STATES,              NULL,   NULL },
};
static const struct column BREACHES[] = {
    { "code",     "期限编号", "Code",         COL_ID,      14, 24, 0,           NULL, "期限", "Deadline" },
    { "title",    "期限事项", "What was due", COL_TEXT,    18, 40, COLUMN_BOLD, NULL, NULL,   NULL },
    { "clause",   "依据条款", "Clause",       COL_ID,      8,  12, 0,           NULL, NULL,   NULL },
    { "serial",   "系统序号", "System no.",   COL_SERIAL,  8,  10, 0,           NULL, NULL,   NULL },
    { "contract", "合同",     "Contract",     COL_ID,      14, 26, 0,           NULL, NULL,   NULL },
    { "due_at",   "到期时刻", "Due at",       COL_INSTANT, 19, 19, 0,           NULL, "超期", "Breach" },
    { "found_at", "发现时刻", "Found at",     COL_INSTANT, 19, 19, 0,           NULL, NULL,   NULL },
};
static const struct column PENALTIES[] = {
    { "case",       "事项编号",   "Case",            COL_ID,     12, 26, 0,           NULL, "事项", "Case" },
    { "on",         "发生日期",   "Date",            COL_DATE,   11, 11, 0,           NULL, NULL,   NULL },
    { "contract",   "合同",       "Contract",        COL_ID,     14, 26, 0,           NULL, NULL,   NULL },
    { "clause",     "考核条款",   "Clause",          COL_ID,     9,  12, COLUMN_BOLD, NULL, "考核", "Assessment" },
    { "counted",    "累计次数",   "Count",           COL_SERIAL, 9,  9,  0,           NULL, NULL,   NULL },
    { "threshold",  "起扣次数",   "From",            COL_SERIAL, 9,  9,  0,           NULL, NULL,   NULL },
    { "deduct_fen", "扣款（元）", "Deducted (yuan)", COL_MONEY,  14, 18, COLUMN_SUM | COLUMN_BOLD, NULL, NULL, NULL },
    { "measures",   "措施",       "Measures",        COL_TEXT,   20, 60, 0,           NULL, NULL,   NULL },
};
static const struct column REMINDERS[] = {
    { "at",       "时刻",     "At",       COL_INSTANT, 19, 19, 0,           NULL,  "提醒", "Reminder" },
    { "person",   "姓名",     "Name",     COL_TEXT,    10, 24, COLUMN_BOLD, NULL,  NULL,   NULL },
    { "role",     "角色",     "Role",     COL_WORD,    9,  12, 0,           ROLES, NULL,   NULL },
    { "what",     "何时",     "When",     COL_ID,      12, 20, 0,           NULL,  NULL,   NULL },
    { "code",     "期限编号", "Deadline", COL_ID,      14, 24, 0,           NULL,  "事项", "About" },
    { "title",    "期限事项", "What is due", COL_TEXT, 18, 40, 0,           NULL,  NULL,   NULL },
    { "contract", "合同",     "Contract", COL_ID,      14, 26, 0,           NULL,  NULL,   NULL },
};
static const struct column TIMELINE[] = {
    { "at",       "时刻",   "At",       COL_INSTANT, 19, 19, 0,           NULL, "事件", "Event" },
    { "what",     "事件",   "Event",    COL_TEXT,    14, 26, COLUMN_BOLD, NULL, NULL,   NULL },
    { "serial",   "系统序号", "System no.", COL_SERIAL, 9, 10, 0,         NULL, "对象", "Subject" },
    { "clause",   "条款",   "Clause",   COL_ID,      8,  12, 0,           NULL, NULL,   NULL },
    { "code",     "编号",   "Code",     COL_ID,      12, 24, 0,           NULL, NULL,   NULL },
    { "title",    "事项",   "What",     COL_TEXT,    16, 36, 0,           NULL, NULL,   NULL },
    { "day",      "日期",   "Day",      COL_DATE,    11, 11, 0,           NULL, NULL,   NULL },
    { "more",     "其他",   "More",     COL_TEXT,    20, 50, 0,           NULL, NULL,   NULL },
    { "contract", "合同",   "Contract", COL_ID,      14, 26, 0,           NULL, NULL,   NULL },
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
