/* A bus in the hand of a test: what the gateway asks is kept until the test answers it, so every
 * order of replies can be played. Takes the place of bus_link.c at link time; the real one is
 * tested against a real broker. */
#ifndef SCRIPT_BUS_H
#define SCRIPT_BUS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

struct script_ask {
    char service[80];
    char op[80];
    char key[160];     /* "" without one */
    char account[160]; /* "" for the token of the token file */
    json_t *args;      /* borrowed, valid until answered; NULL for a probe */
    bool probe;
    size_t slot;
};

/* Oldest question not yet answered; false when there is none. */
bool script_bus_next(struct script_ask *ret_ask);
/* Number of questions not yet answered. */
size_t script_bus_open(void);
/* Answer it with a result, JSON text. */
void script_bus_answer(const struct script_ask *ask, const char *json);
/* Answer it with a refusal. */
void script_bus_refuse(const struct script_ask *ask, rc_t rc, const char *field, const char *text);
/* From now on refuse at once what is asked (RC_OK: keep it again). */
void script_bus_break(rc_t rc);

#endif
