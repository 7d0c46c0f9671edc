#include "simulate_columns.h"

#include "attr.h"

/* clang-format off */
const struct word SIMULATE_ROLES[] = {
    { "engineer", TONE_NORMAL, "工程师",   "", "engineer", "" },
    { "manager",  TONE_NORMAL, "项目经理", "", "manager",  "" },
    { "leader",   TONE_NORMAL, "负责人",   "", "leader",   "" },
    { "customer", TONE_NORMAL, "采购人",   "", "customer", "" },
    { 0 },
};
/* Of the last day of the play, without the days over that a ledger of today shows. */
const struct word SIMULATE_STATES[] = {
    { "open",     TONE_NORMAL, "● 未到期", "", "● open",    "" },
    { "paused",   TONE_WARN,   "‖ 暂停",   "", "‖ paused",  "" },
    { "breached", TONE_LATE,   "▲ 逾期",   "", "▲ overdue", "" },
    { "met",      TONE_GOOD,   "√ 按期",   "", "√ met",     "" },
    { "late",     TONE_LATE,   "▲ 迟",     "", "▲ late",    "" },
    { "void",     TONE_MUTED,  "— 作废",   "", "— void",    "" },
    { 0 },
};
const struct word SIMULATE_QUALITIES[] = {
    { "excellent", TONE_GOOD, "优", "", "excellent", "" }, { "good", TONE_NORMAL, "良", "", "good", "" },
    { "fair", TONE_WARN, "中", "", "fair", "" }, { 0 },
};
/* Which of the two plays has a row. */
const struct word SIMULATE_SIDES[] = {
    { "both",    TONE_NORMAL, "两边", "", "both",   "" },
    { "first",   TONE_WARN,   "仅 A", "", "only A", "" },
    { "against", TONE_WARN,   "仅 B", "", "only B", "" },
    { 0 },
};
/* Whose totals a row has. */
const struct word SIMULATE_PLAYS[] = {
    { "first",   TONE_NORMAL, "A",    "", "A",     "" },
    { "against", TONE_NORMAL, "B",    "", "B",     "" },
    { "moved",   TONE_WARN,   "B − A", "", "B − A", "" },
    { 0 },
};
/* clang-format on */
