/* What is handed over, and what was bought.
 *
 * Days late count from the due day to the submission, or to the business day while nothing was
 * handed in; a document without a due day is never late. */
#include "sheets.h"

#include "attr.h"
#include "export_sql.h"
#include "sheet_columns.h"

/* clang-format off */
/* One column a line: key, headings, type, least and most width, flags, words, band. Four bands:
 * what it is, of what, its submission, the customer's side of it (验收 acceptance, 签收 signature
 * for receipt). The digest is what the vendor said the file's is; nobody has the file here. */
static const struct column DELIVERABLES[] = {
    { "number", "序号", "No.", COL_SERIAL, 5, 7, 0, NULL, "交付物", "Deliverable" },
    { "title", "交付物名称", "Deliverable", COL_TEXT, 18, 34, COLUMN_BOLD, NULL, NULL, NULL },
    { "clause", "依据条款", "Clause", COL_ID, 8, 12, 0, NULL, NULL, NULL },
    { "occurrence", "份次", "Copy", COL_SERIAL, 5, 6, 0, NULL, NULL, NULL },
    { "form", "形式", "Form", COL_TEXT, 6, 14, 0, NULL, NULL, NULL },
    { "serial", "系统序号", "System no.", COL_SERIAL, 8, 8, 0, NULL, "对象", "Of" },
    { "system", "系统名称", "System", COL_TEXT, 14, 34, 0, NULL, NULL, NULL },
    { "team", "团队", "Team", COL_TEXT, 8, 28, 0, NULL, NULL, NULL },
    { "phase", "阶段", "Phase", COL_TEXT, 8, 12, 0, NULL, NULL, NULL },
    { "due_on", "提交时限", "Due", COL_DATE, 10, 10, 0, NULL, "提交", "Submission" },
    { "submitted_on", "提交日期", "Submitted", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "days_late", "逾期(天)", "Days late", COL_INT, 8, 9, COLUMN_LATE, NULL, NULL, NULL },
    { "submitted_by", "提交人", "By", COL_TEXT, 8, 12, 0, NULL, NULL, NULL },
    { "accepted_on", "验收日期", "Accepted", COL_DATE, 10, 10, 0, NULL, "验收与签收",
      "Acceptance" },
    { "signed_on", "签收日期", "Signed", COL_DATE, 10, 10, 0, NULL, NULL, NULL },
    { "signed_by", "签收人", "Signed by", COL_TEXT, 8, 12, 0, NULL, NULL, NULL },
    { "state", "状态", "State", COL_WORD, 10, 14, 0, WORDS_DELIVERABLE, NULL, NULL },
    { "sha256", "文件指纹 SHA-256", "SHA-256", COL_ID, 16, 34, 0, NULL, NULL, NULL },
};
/* Rows of the contract's pack, written by export_run.c in this order of columns. */
static const struct column PROCUREMENT[] = {
    { "number", "序号", "No.", COL_SERIAL, 5, 7, 0, NULL, NULL, NULL },
    { "name", "服务名称", "Service", COL_TEXT, 26, 36, COLUMN_BOLD, NULL, NULL, NULL },
    { "detail", "服务明细", "Detail", COL_TEXT, 70, 90, 0, NULL, NULL, NULL },
    { "quantity", "数量", "Quantity", COL_INT, 8, 10, 0, NULL, NULL, NULL },
    { "unit", "计量单位", "Unit", COL_ID, 8, 10, 0, NULL, NULL, NULL },
    { "clause", "依据条款", "Clause", COL_ID, 8, 12, 0, NULL, NULL, NULL },
};
/* clang-format on */

const struct sheet_def SHEETS_DELIVERABLES[1] = {
    { .zh = "交付物验收清单",
      .en = "Deliverables",
      .columns = DELIVERABLES,
      .count = COUNT_OF(DELIVERABLES),
      .rows = &sql_rows_deliverables,
      .total = &sql_total_deliverables,
      .freeze = 2 },
};
const struct sheet_def SHEETS_PROCUREMENT[1] = {
    { .zh = "采购需求一览表",
      .en = "Procurement",
      .columns = PROCUREMENT,
      .count = COUNT_OF(PROCUREMENT),
      .source = SOURCE_PROCUREMENT,
      .freeze = 2 },
};
