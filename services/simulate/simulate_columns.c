#include "simulate_columns.h"

#include "attr.h"

/* clang-format off */
const struct word SIMULATE_ROLES[] = {
    { "engineer", TONE_NORMAL, "", NULL, NULL },
    { "manager",  TONE_NORMAL, "", NULL, NULL },
    { "leader",   TONE_NORMAL, "", NULL, NULL },
    { "customer", TONE_NORMAL, "", NULL, NULL },
    { 0 },
};
const struct word SIMULATE_QUALITIES[] = {
    { "excellent", TONE_GOOD, "", "优", "excellent" }, { "good", TONE_NORMAL, "", "良", "good" },
    { "fair", TONE_WARN, "", "中", "fair" }, { 0 },
};
/* Which of the two plays has a row. */
const struct word SIMULATE_SIDES[] = {
    { "both",    TONE_NORMAL, "", "两边", "both" },
    { "first",   TONE_WARN,   "", "仅 A", "only A" },
    { "against", TONE_WARN,   "", "仅 B", "only B" },
    { 0 },
};
/* Whose totals a row has. */
const struct word SIMULATE_PLAYS[] = {
    { "first",   TONE_NORMAL, "", "A",    "A" },
    { "against", TONE_NORMAL, "", "B",    "B" },
    { "moved",   TONE_WARN,   "", "B − A", "B − A" },
    { 0 },
};
/* clang-format on */
