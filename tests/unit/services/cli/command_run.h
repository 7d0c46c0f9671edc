/* Runs a command as a person types it, without a terminal and without a service. */
#ifndef COMMAND_RUN_H
#define COMMAND_RUN_H

#include "commands.h"

enum { COMMAND_WORDS_MAX = 12 };

/* Run `mlps words...` (ended by NULL) in Chinese, 200 columns wide. Returns the exit code; *ret_text is what it
 * printed, freed by the caller. */
int command_run(const char *const words[], char **ret_text);
/* Run with --json; the document it printed, NULL when it printed none. */
json_t *command_json(const char *const words[], int *ret_code);

#endif
