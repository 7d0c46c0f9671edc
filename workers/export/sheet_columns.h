/* Columns that sheets of several workbooks have, one row each: the same fact has the same heading, type and width wherever
 * it is shown. `zh` and `en` are the band that begins at the column; NULL: the one before goes on. */
#ifndef SHEET_COLUMNS_H
#define SHEET_COLUMNS_H

#include "state_words.h"

/* clang-format off */
/* ---- deadlines ---- */
#define COLUMN_DEADLINE_CODE(zh, en)  { "code",        "期限编号", "Code",        COL_ID,      14, 22, 0,           NULL,                zh, en }
#define COLUMN_DEADLINE_KIND(zh, en)  { "kind",        "类别",     "Kind",        COL_WORD,    8,  12, 0,           WORDS_DEADLINE_KIND, zh, en }
#define COLUMN_DEADLINE_TITLE(zh, en) { "title",       "期限事项", "What is due", COL_TEXT,    18, 34, COLUMN_BOLD, NULL,                zh, en }
#define COLUMN_DUE_ON(zh, en)         { "due_on",      "到期日",   "Due on",      COL_DATE,    10, 10, COLUMN_BOLD, NULL,                zh, en }
#define COLUMN_DUE_AT(zh, en)         { "due_at",      "到期时刻", "Due at",      COL_INSTANT, 17, 17, 0,           NULL,                zh, en }
#define COLUMN_PROVISIONAL(zh, en)    { "provisional", "暂定",     "Provisional", COL_BOOL,    6,  11, 0,           NULL,                zh, en }
#define COLUMN_CLOSED_AT(zh, en)      { "closed_at",   "完成时间", "Closed",      COL_INSTANT, 17, 17, 0,           NULL,                zh, en }
/* ---- what a row is of ---- */
#define COLUMN_CLAUSE(zh, en)         { "clause",      "依据条款", "Clause",      COL_ID,      8,  12, 0,           NULL,                zh, en }
#define COLUMN_SERIAL(zh, en)         { "serial",      "系统序号", "System no.",  COL_SERIAL,  8,  8,  0,           NULL,                zh, en }
#define COLUMN_SYSTEM(zh, en)         { "system",      "系统名称", "System",      COL_TEXT,    14, 34, 0,           NULL,                zh, en }
#define COLUMN_TEAM(zh, en)           { "team",        "团队",     "Team",        COL_TEXT,    8,  28, 0,           NULL,                zh, en }
/* ---- penalties ---- */
#define COLUMN_RULE_CLAUSE(zh, en)    { "clause",      "考核条款", "Clause",      COL_ID,      8,  12, 0,           NULL,                zh, en }
#define COLUMN_COUNTED(zh, en)        { "counted",     "累计次数", "Count",       COL_SERIAL,  8,  8,  0,           NULL,                zh, en }
#define COLUMN_THRESHOLD(zh, en)      { "threshold",   "起扣次数", "From",        COL_SERIAL,  8,  8,  0,           NULL,                zh, en }
/* clang-format on */

#endif
