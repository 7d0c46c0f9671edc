/* Where each system stands: the progress matrix and the list of systems.
 *
 * Both sheets speak of a system's latest cycle; a system without one has its row all the same,
 * since what has not begun is what a reader looks for. */
#include "sheets.h"

#include "attr.h"
#include "export_sql.h"
#include "sheet_columns.h"

/* clang-format off */
/* One column a line: key, headings, type, least and most width, flags, words, band. Days late
 * compare the forecast of the end with the first plan; lateness of single phases stands in their
 * states. */
static const struct column PROGRESS[] = {
    { "serial", "序号", "No.", COL_SERIAL, 5, 6, 0, NULL, "系统", "System" },
    { "team", "团队", "Team", COL_TEXT, 8, 28, 0, NULL, NULL, NULL },
    { "system", "系统名称", "System", COL_TEXT, 20, 30, COLUMN_BOLD, NULL, NULL, NULL },
    { "grade", "等保级别", "Grade", COL_WORD, 8, 10, 0, WORDS_GRADE, NULL, NULL },
    { "started_on", "周期开始", "Cycle start", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    /* the phases stand here */
    { "phase", "当前阶段", "Current phase", COL_TEXT, 8, 14, COLUMN_BOLD, NULL, "目前情况",
      "Where it stands" },
    { "round", "轮次", "Round", COL_SERIAL, 5, 6, 0, NULL, NULL, NULL },
    { "state", "周期状态", "State", COL_WORD, 10, 15, 0, WORDS_CYCLE_STATE, NULL, NULL },
    { "planned_end", "计划完成", "Planned end", COL_DATE, 10, 10, 0, NULL, "完成预测", "Forecast" },
    { "forecast_end", "预计完成", "Forecast end", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "days_late", "较计划\n推迟(天)", "Days late", COL_INT, 8, 10, COLUMN_LATE, NULL, NULL, NULL },
    { "next_due", "下一到期日", "Next due", COL_DATE, 10, 11, 0, NULL, "最近到期", "Next due" },
    { "next_title", "到期事项", "What is due", COL_TEXT, 10, 20, 0, NULL, NULL, NULL },
};
/* Repeated for each phase of the contract's pack. */
static const struct column PROGRESS_PHASE[] = {
    { "to", "计划完成", "Planned", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "end", "实际完成", "Actual", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "state", "状态", "State", COL_WORD, 9, 13, 0, WORDS_PHASE_STATE, NULL, NULL },
};
/* Counts that are added up say the state of the contract in the last row. */
static const struct column SYSTEMS[] = {
    { "serial", "序号", "No.", COL_SERIAL, 5, 6, 0, NULL, "系统", "System" },
    { "system", "系统名称", "System", COL_TEXT, 22, 44, COLUMN_BOLD, NULL, NULL, NULL },
    { "team", "团队", "Team", COL_TEXT, 8, 28, 0, NULL, NULL, NULL },
    { "grade", "等保级别", "Grade", COL_WORD, 8, 10, 0, WORDS_GRADE, NULL, NULL },
    { "clause", "依据条款", "Clause", COL_ID, 8, 12, 0, NULL, NULL, NULL },
    { "cycle", "测评周期", "Cycle", COL_SERIAL, 8, 8, 0, NULL, "测评", "Assessment" },
    { "started_on", "周期开始", "Cycle start", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "phase", "当前阶段", "Current phase", COL_TEXT, 8, 14, 0, NULL, NULL, NULL },
    { "round", "轮次", "Round", COL_SERIAL, 5, 6, 0, NULL, NULL, NULL },
    { "state", "周期状态", "State", COL_WORD, 10, 15, 0, WORDS_CYCLE_STATE, NULL, NULL },
    { "forecast_end", "预计完成", "Forecast end", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "assessed_on", "最近测评", "Assessed on", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "score", "得分", "Score", COL_SCORE, 7, 8, 0, NULL, NULL, NULL },
    { "high", "高风险", "High", COL_INT, 7, 8, COLUMN_SUM | COLUMN_LATE, NULL, "未整改问题",
      "Open findings" },
    { "medium", "中风险", "Medium", COL_INT, 7, 8, COLUMN_SUM, NULL, NULL, NULL },
    { "low", "低风险", "Low", COL_INT, 7, 8, COLUMN_SUM, NULL, NULL, NULL },
    { "open", "未到期", "Open", COL_INT, 7, 8, COLUMN_SUM, NULL, "期限", "Deadlines" },
    { "overdue", "已逾期", "Overdue", COL_INT, 7, 8, COLUMN_SUM | COLUMN_LATE, NULL, NULL, NULL },
    { "required", "应交", "Required", COL_INT, 7, 8, COLUMN_SUM, NULL, "交付物", "Deliverables" },
    { "submitted", "已交", "Submitted", COL_INT, 7, 9, COLUMN_SUM, NULL, NULL, NULL },
    { "signed", "已签收", "Signed", COL_INT, 7, 8, COLUMN_SUM, NULL, NULL, NULL },
    { "signed_share", "签收率", "Signed %", COL_PERCENT, 8, 9, 0, NULL, NULL, NULL },
};
/* clang-format on */

const struct sheet_def SHEETS_PROGRESS[1] = {
    { .zh = "系统测评进度表",
      .en = "Progress",
      .columns = PROGRESS,
      .count = COUNT_OF(PROGRESS),
      .group = { PROGRESS_PHASE, COUNT_OF(PROGRESS_PHASE), 5 },
      .rows = &sql_rows_progress,
      .total = &sql_total_systems,
      .freeze = 3 },
};
const struct sheet_def SHEETS_SYSTEMS[1] = {
    { .zh = "信息系统清单",
      .en = "Systems",
      .columns = SYSTEMS,
      .count = COUNT_OF(SYSTEMS),
      .rows = &sql_rows_systems,
      .total = &sql_total_systems,
      .freeze = 2 },
};
