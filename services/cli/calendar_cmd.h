/* `mlps calendar issue`: a link that a calendar program subscribes to. */
#ifndef CALENDAR_CMD_H
#define CALENDAR_CMD_H

#include "commands.h"

/* Issue a feed and print its link, which is told this once. Exit code as in context.h. */
int cmd_calendar_issue(struct context *context, const struct command *command);

#endif
