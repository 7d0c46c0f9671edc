/* `mlps catalogue list | show | counts | cases`: GB/T 22239 and its high-risk cases, without any service. */
#ifndef CATALOGUE_CMD_H
#define CATALOGUE_CMD_H

#include "commands.h"

/* Control points of a level. */
int cmd_catalogue_list(struct context *context, const struct command *command);
/* One control point with its items and weights, or the point an item's code belongs to; exit code 1 for a code or
 * name that does not exist. */
int cmd_catalogue_show(struct context *context, const struct command *command);
/* Items per category of a level, or of a system graded S x A y. */
int cmd_catalogue_counts(struct context *context, const struct command *command);
/* High-risk cases of a level. */
int cmd_catalogue_cases(struct context *context, const struct command *command);

#endif
