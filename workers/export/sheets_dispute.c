/* What has to stand up in a dispute: due dates with every day counted, and what was missed costs.
 */
#include "sheets.h"

#include "attr.h"
#include "export_sql.h"
#include "sheet_columns.h"

/* clang-format off */
/* One column a line: key, headings, type, least and most width, flags, words, band. The last band
 * names everything that the ruling used: the same facts under another pack, calendar or reading
 * give another day. */
static const struct column DEADLINES[] = {
    { "code", "期限编号", "Code", COL_ID, 14, 22, 0, NULL, "期限", "Deadline" },
    { "kind", "类别", "Kind", COL_WORD, 8, 12, 0, WORDS_DEADLINE_KIND, NULL, NULL },
    { "title", "期限事项", "What is due", COL_TEXT, 18, 34, COLUMN_BOLD, NULL, NULL, NULL },
    { "party", "责任方", "Owed by", COL_WORD, 7, 10, 0, WORDS_PARTY, NULL, NULL },
    { "clause", "依据条款", "Clause", COL_ID, 8, 12, 0, NULL, NULL, NULL },
    { "serial", "系统序号", "System no.", COL_SERIAL, 8, 8, 0, NULL, "对象", "Of" },
    { "system", "系统名称", "System", COL_TEXT, 14, 34, 0, NULL, NULL, NULL },
    { "team", "团队", "Team", COL_TEXT, 8, 28, 0, NULL, NULL, NULL },
    { "started_at", "起算时间", "Starts", COL_INSTANT, 17, 17, 0, NULL, "计算结果", "Ruling" },
    { "due_on", "到期日", "Due on", COL_DATE, 10, 10, COLUMN_BOLD, NULL, NULL, NULL },
    { "due_at", "到期时刻", "Due at", COL_INSTANT, 17, 17, 0, NULL, NULL, NULL },
    { "provisional", "暂定", "Provisional", COL_BOOL, 6, 11, 0, NULL, NULL, NULL },
    { "closed_at", "完成时间", "Closed", COL_INSTANT, 17, 17, 0, NULL, "结果", "Outcome" },
    { "state", "状态", "State", COL_WORD, 10, 15, 0, WORDS_DEADLINE, NULL, NULL },
    { "version", "裁定版次", "Ruling", COL_SERIAL, 8, 8, 0, NULL, "依据版本", "Ruled with" },
    { "pack", "合同规则包", "Pack", COL_ID, 12, 20, 0, NULL, NULL, NULL },
    { "calendar", "日历版本", "Calendar", COL_ID, 10, 20, 0, NULL, NULL, NULL },
    { "readings", "条款理解", "Readings", COL_TEXT, 10, 30, 0, NULL, NULL, NULL },
};
/* One row per step of a proof, and one per day where days are counted: what a party checks with a
 * calendar in hand. */
static const struct column DEADLINE_DAYS[] = {
    { "code", "期限编号", "Code", COL_ID, 14, 22, 0, NULL, "期限", "Deadline" },
    { "title", "期限事项", "What is due", COL_TEXT, 18, 34, COLUMN_BOLD, NULL, NULL, NULL },
    { "serial", "系统序号", "System no.", COL_SERIAL, 8, 8, 0, NULL, NULL, NULL },
    { "system", "系统名称", "System", COL_TEXT, 14, 34, 0, NULL, NULL, NULL },
    { "step", "步骤", "Step", COL_SERIAL, 5, 6, 0, NULL, "逐日计算", "Day by day" },
    { "day", "日期", "Day", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "weekday", "星期", "Weekday", COL_WORD, 6, 8, 0, WORDS_WEEKDAY, NULL, NULL },
    { "counted", "是否计入", "Counted", COL_WORD, 9, 11, 0, WORDS_COUNTED, NULL, NULL },
    { "number", "第几日", "Day no.", COL_SERIAL, 7, 8, 0, NULL, NULL, NULL },
    { "why", "说明", "Why", COL_STEP, 30, 64, 0, NULL, "理由", "Reason" },
    { "basis", "依据类别", "Basis", COL_WORD, 9, 10, 0, WORDS_BASIS, NULL, NULL },
    { "ref", "依据", "Reference", COL_ID, 10, 22, 0, NULL, NULL, NULL },
    { "calendar", "日历版本", "Calendar", COL_ID, 10, 20, 0, NULL, NULL, NULL },
};
/* "Deduction" is the row's own amount, "in force" what of it counts; only the latter is added
 * up. "Count" is the how-manieth case of its row it is, "from" the count at which a row begins
 * to cost. */
static const struct column PENALTIES[] = {
    { "number", "序号", "No.", COL_SERIAL, 5, 7, 0, NULL, "事项", "Case" },
    { "code", "事项编号", "Case", COL_ID, 10, 18, 0, NULL, NULL, NULL },
    { "occurred_on", "发生日期", "Date", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "type", "类别", "Type", COL_WORD, 8, 18, 0, WORDS_CASE_TYPE, NULL, NULL },
    { "title", "事项", "What happened", COL_TEXT, 18, 34, COLUMN_BOLD, NULL, NULL, NULL },
    { "serial", "系统序号", "System no.", COL_SERIAL, 8, 8, 0, NULL, NULL, NULL },
    { "system", "系统名称", "System", COL_TEXT, 10, 28, 0, NULL, NULL, NULL },
    { "incident", "事件编号", "Incident", COL_ID, 8, 14, 0, NULL, NULL, NULL },
    { "clause", "考核条款", "Clause", COL_ID, 8, 12, 0, NULL, "考核", "Assessment" },
    { "counted", "累计次数", "Count", COL_SERIAL, 8, 8, 0, NULL, NULL, NULL },
    { "threshold", "起扣次数", "From", COL_SERIAL, 8, 8, 0, NULL, NULL, NULL },
    { "deduct", "拟扣金额(元)", "Deduction (yuan)", COL_MONEY, 13, 16, 0, NULL, NULL, NULL },
    { "effective", "有效金额(元)", "In force (yuan)", COL_MONEY, 13, 16, COLUMN_SUM, NULL, NULL,
      NULL },
    { "measures", "其他措施", "Measures", COL_TEXT, 14, 28, 0, NULL, NULL, NULL },
    { "state", "状态", "State", COL_WORD, 10, 14, 0, WORDS_PENALTY_STATE, NULL, NULL },
    { "proposed_at", "提出时间", "Proposed", COL_INSTANT, 17, 17, 0, NULL, NULL, NULL },
    { "proof", "计算依据", "Reasons", COL_PROOF, 40, 60, 0, NULL, NULL, NULL },
};
/* clang-format on */

const struct sheet_def SHEETS_DEADLINES[2] = {
    { .zh = "期限汇总",
      .en = "Deadlines",
      .columns = DEADLINES,
      .count = COUNT_OF(DEADLINES),
      .rows = &sql_rows_deadlines,
      .total = &sql_total_deadlines,
      .freeze = 3 },
    { .zh = "逐日计算明细",
      .en = "Day by day",
      .columns = DEADLINE_DAYS,
      .count = COUNT_OF(DEADLINE_DAYS),
      .rows = &sql_rows_deadline_days,
      .total = &sql_total_deadline_days,
      .freeze = 2 },
};
const struct sheet_def SHEETS_PENALTIES[1] = {
    { .zh = "考核与处罚台账",
      .en = "Penalties",
      .columns = PENALTIES,
      .count = COUNT_OF(PENALTIES),
      .rows = &sql_rows_penalties,
      .total = &sql_total_penalties,
      .freeze = 3 },
};
