/* What the sheets of a play and those of a comparison have in common: words, and columns that other workbooks do not
 * have. */
#ifndef SIMULATE_COLUMNS_H
#define SIMULATE_COLUMNS_H

#include "sheet_columns.h"

extern const struct word SIMULATE_ROLES[];     /* engineer, manager, leader, customer */
extern const struct word SIMULATE_QUALITIES[]; /* excellent, good, fair */
extern const struct word SIMULATE_SIDES[];     /* both, first, against */
extern const struct word SIMULATE_PLAYS[];     /* first, against, moved */

/* clang-format off */
#define COLUMN_CONTRACT(zh, en) { "contract", "合同", "Contract", COL_ID,   14, 26, 0,           NULL,           zh, en }
#define COLUMN_PERSON(zh, en)   { "person",   "姓名", "Name",     COL_TEXT, 10, 24, COLUMN_BOLD, NULL,           zh, en }
#define COLUMN_ROLE(zh, en)     { "role",     "角色", "Role",     COL_WORD, 9,  12, 0,           SIMULATE_ROLES, zh, en }
/* clang-format on */

#endif
