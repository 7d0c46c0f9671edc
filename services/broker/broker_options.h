/* The broker's command line, as a table. */
#ifndef BROKER_OPTIONS_H
#define BROKER_OPTIONS_H

#include "options.h"
#include "server.h"

enum { BUSY_ROWS_MAX = 64 };

struct broker_options {
    struct server_conf server;
    struct busy_row busy[BUSY_ROWS_MAX];  /* rows of server.broker.busy */
    char busy_text[OPTION_VALUE_MAX + 1]; /* their names */
};

extern const struct option_row BROKER_OPTIONS[];
/* Read argv and the environment. Prints help and sets *ret_done for --help. RC_INVALID with a
 * message that says what was expected; neither --keys nor --insecure is such a case. Texts stay
 * borrowed from argv. */
MUST_CHECK rc_t broker_options_read(struct broker_options *self, int argc, char **argv,
                                    bool *ret_done, struct problem *problem);

#endif
