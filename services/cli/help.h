/* Help, made of the tables that commands are read by, so that neither can say what the other does
 * not. Reads nothing else: it works without a data folder. */
#ifndef HELP_H
#define HELP_H

#include "commands.h"

/* Usage, words by their place and options of one command. No line is wider than style.columns. */
void help_command(FILE *out, const struct command *command, struct table_style style);
/* The commands whose first word is `group`, as help_all has them; false, and nothing is printed, when there is
 * none. */
bool help_group(FILE *out, const char *group, struct table_style style);
/* All commands with one line of text each, and the exit codes. As help_command. */
void help_all(FILE *out, struct table_style style);

#endif
