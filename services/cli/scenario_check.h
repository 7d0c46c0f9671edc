/* Whether a scenario file says what a scenario may say: every field by name, kind and range, every name that one row
 * uses of another. Pure. What only the contract knows (teams, clauses, limits) is the services' to judge. */
#ifndef SCENARIO_CHECK_H
#define SCENARIO_CHECK_H

#include "yaml_tree.h"

/* RC_INVALID with `file:line:column: reason`, the reason naming the field and what was expected; the first fault in
 * the order of the file's fields. */
MUST_CHECK rc_t scenario_check(const struct yaml_node *root, struct problem *problem);

#endif
