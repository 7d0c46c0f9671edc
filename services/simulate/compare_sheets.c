/* The sheets of a comparison as tables: a column more is a line more. Every field that may differ stands three times, as A, as B
 * and as what lies between; what is later, dearer or more in B is marked only where that is bad news. */
#include "compare_sheets.h"

#include "attr.h"
#include "compare_lists.h"
#include "simulate_columns.h"

/* clang-format off */
#define COLUMN_SIDE(zh, en) { "side", "见于", "Found in", COL_WORD, 7, 9, 0, SIMULATE_SIDES, zh, en }
/* One column a line: key, headings, type, least and most width, flags, words, band. */
#define COUNT(key, zh, en) { key, zh, en, COL_INT, 9, 11, 0, NULL, NULL, NULL }
static const struct column TOTALS[] = {
    { "side",          "剧本",       "Scenario",        COL_WORD,  9,  12, COLUMN_BOLD, SIMULATE_PLAYS, "剧本", "Scenario" },
    { "systems",       "系统",       "Systems",         COL_INT,   9,  11, 0,           NULL,           "总计", "Totals" },
    COUNT("deadlines", "期限",       "Deadlines"),
    COUNT("breaches",  "超期",       "Breaches"),
    COUNT("penalties", "处罚",       "Penalties"),
    { "penalties_fen", "扣款（元）", "Deducted (yuan)", COL_MONEY, 16, 18, COLUMN_BOLD, NULL,           NULL,   NULL },
    COUNT("reminders", "提醒",       "Reminders"),
    COUNT("tasks",     "任务",       "Tasks"),
    COUNT("events",    "事件",       "Events"),
};

/* A field of both plays and what lies between, under a heading of its own: A, B, difference. What is later, more or
 * dearer in B is marked where that is bad news. */
#define SIDE(side, letter, field, type, least, most, flags, words, zh, en) { side "_" field, letter, letter, type, least, most, flags, words, zh, en }
#define SIDES(field, type, least, most, words, zh, en) \
    SIDE("first", "A", field, type, least, most, 0, words, zh, en), SIDE("against", "B", field, type, least, most, 0, words, NULL, NULL)
#define YUAN_SIDES(field, zh, en) \
    SIDE("first", "A", field, COL_MONEY, 15, 18, COLUMN_SUM, NULL, zh, en), SIDE("against", "B", field, COL_MONEY, 15, 18, COLUMN_SUM, NULL, NULL, NULL)
#define BY_DAYS(field, flags) { "moved_" field, "B 迟（天）", "B later (days)", COL_INT, 8, 11, flags, NULL, NULL, NULL }
#define BY_COUNT(field, flags) { "moved_" field, "B − A", "B − A", COL_INT, 7, 9, flags, NULL, NULL, NULL }
#define BY_YUAN(field, flags) { "moved_" field, "B − A（元）", "B − A (yuan)", COL_MONEY, 15, 18, flags, NULL, NULL, NULL }
#define YUAN(field, flags, zh, en) YUAN_SIDES(field, zh, en), BY_YUAN(field, COLUMN_SUM | (flags))
#define NUMBERS(field, flags, zh, en) SIDES(field, COL_INT, 6, 8, NULL, zh, en), BY_COUNT(field, flags)

static const struct column SETTLEMENT[] = {
    COLUMN_CONTRACT("合同", "Contract"),
    { "quality", "按质量", "Quality", COL_WORD, 8, 10, 0, SIMULATE_QUALITIES, NULL, NULL },
    YUAN("deductions_fen",       COLUMN_LATE, "扣款（元）",   "Deducted (yuan)"),
    YUAN("settled_fen",          0,           "结算价（元）", "Settled (yuan)"),
    YUAN("paid_fen",             0,           "已付（元）",   "Paid (yuan)"),
    YUAN("final_instalment_fen", 0,           "末期款（元）", "Last instalment (yuan)"),
};
static const struct column DATES[] = {
    COLUMN_DEADLINE_CODE("期限", "Deadline"),
    COLUMN_DEADLINE_KIND(NULL, NULL),
    COLUMN_DEADLINE_TITLE(NULL, NULL),
    COLUMN_CLAUSE(NULL, NULL),
    COLUMN_SERIAL(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_SIDE(NULL, NULL),
    SIDES("due_on", COL_DATE, 10, 10, NULL, "到期日", "Due on"), BY_DAYS("due_on", COLUMN_BOLD),
    SIDES("closed_at", COL_INSTANT, 17, 17, NULL, "完成时间", "Closed"), BY_DAYS("closed_at", COLUMN_BOLD | COLUMN_LATE),
    SIDES("state", COL_WORD, 10, 12, WORDS_DEADLINE, "状态", "State"),
};
static const struct column BREACHES[] = {
    COLUMN_DEADLINE_CODE("期限", "Deadline"),
    COLUMN_DEADLINE_TITLE(NULL, NULL),
    COLUMN_CLAUSE(NULL, NULL),
    COLUMN_SERIAL(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_DUE_AT(NULL, NULL),
    COLUMN_SIDE(NULL, NULL),
    SIDES("found_at", COL_INSTANT, 17, 17, NULL, "发现时刻", "Found at"), BY_DAYS("found_at", 0),
};
static const struct column PENALTIES[] = {
    { "case", "事项编号", "Case", COL_ID, 12, 26, 0, NULL, "事项", "Case" },
    COLUMN_RULE_CLAUSE(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    COLUMN_SIDE(NULL, NULL),
    SIDES("on", COL_DATE, 10, 10, NULL, "发生日期", "Date"), BY_DAYS("on", 0),
    NUMBERS("counted", 0, "累计次数", "Count"),
    YUAN("deduct_fen", COLUMN_LATE | COLUMN_BOLD, "扣款（元）", "Deducted (yuan)"),
};
static const struct column WORKLOAD[] = {
    COLUMN_PERSON("人员", "Person"),
    COLUMN_ROLE(NULL, NULL),
    COLUMN_CONTRACT(NULL, NULL),
    NUMBERS("phases",        0,           "阶段数",     "Phases"),
    NUMBERS("phase_days",    COLUMN_BOLD, "阶段天数",   "Phase days"),
    NUMBERS("busiest_count", COLUMN_BOLD, "最忙周阶段", "Phases in the busiest week"),
    NUMBERS("tasks",         0,           "完成任务",   "Tasks done"),
    NUMBERS("tasks_late",    COLUMN_LATE, "其中迟",     "Of them late"),
    NUMBERS("reminders",     0,           "收到提醒",   "Reminders"),
};

#define SHEET(name, en_name, table, frozen) { .zh = name, .en = en_name, .columns = table, .count = COUNT_OF(table), .freeze = frozen }
/* The totals, then the lists in their order. */
static const struct sheet_def SHEETS[] = {
    SHEET("总计",     "Totals",     TOTALS,   1), SHEET("结算", "Settlement", SETTLEMENT, 1),
    SHEET("日期变动", "Dates moved", DATES,   1), SHEET("超期", "Breaches",   BREACHES,   1),
    SHEET("处罚",     "Penalties",  PENALTIES, 1), SHEET("工作量", "Workload", WORKLOAD,  2),
};
/* clang-format on */
_Static_assert(COUNT_OF(SHEETS) == COMPARE_COUNT + 1, "a sheet for each list and one for the totals");

const struct book_def COMPARE_BOOK = {
    .kind = "comparison",
    .zh = "两个推演的比较",
    .en = "Two simulations compared",
    .filter_zh = "A 与 B 不同的全部记录；未列出的两边相同；结算按质量“良”计算",
    .filter_en = "everything that differs between A and B; what is not listed is the same; settled as of good quality",
    .sheets = SHEETS,
    .sheet_count = COUNT_OF(SHEETS),
};

/* `sheet` is one of ours: the renderer hands back what COMPARE_BOOK gave it. */
int compare_sheet_list(const struct sheet_def *sheet)
{
    return (int)(sheet - SHEETS) - 1;
}
