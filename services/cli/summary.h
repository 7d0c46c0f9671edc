/* What the demo says at its end: where each team stands, what is due, what is late, what it costs. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "commands.h"

/* Where the reader can go on. Borrowed. */
struct summary_place {
    const char *now;    /* the business time it was played at */
    const char *out;    /* folder of the workbooks */
    const char *url;    /* gateway */
    const char *token;  /* file with its bearer token */
    int64_t took_ms;    /* from the start of the command */
    bool timings;       /* also show where the time went */
};

/* Print the player's outcome {"summary", "exports", "timings"}; with --json as one document. */
void summary_print(const struct context *context, const json_t *outcome,
                   const struct summary_place *place);

#endif
