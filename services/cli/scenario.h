/* A demo's story (schema/scenarios/NAME.yaml) and its expansion into the requests any caller could send. Pure: the
 * same file and day give the same actions in the same order. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "problem.h"

enum { LANE_CONTRACT = 0, LANES_MAX = 512, ACTIONS_MAX = 20000 };

/* One request. Actions of a lane are sent one after the other, lanes side by side. */
struct action {
    const char *service; /* "mlps.lifecycle" */
    const char *op;
    json_t *args;        /* owned */
    int lane;            /* LANE_CONTRACT, or the system's serial number */
    int32_t on;          /* its day: not played when it lies after the business day */
    int rank;            /* order within the day: what must come first */
    size_t number;       /* order of making: the last tie-breaker */
    int64_t at_us;       /* instant on that day when it happens; 0: its row names none */
};

/* Grows while a story is expanded; the rows own their arguments. */
struct actions {
    struct action *rows; /* owned; sorted by lane, day, rank, number */
    size_t count, cap;
};

/* The file as JSON: whole numbers and true/false typed, all else text. RC_INVALID with file:line:column. The
 * caller owns *ret_story. */
MUST_CHECK rc_t scenario_read(const char *bytes, size_t len, const char *file, json_t **ret_story,
                              struct problem *problem);
/* For what a story is expanded; all borrowed. */
struct scenario_ask {
    const json_t *systems;      /* [{serial, team}], as system.list gives them */
    const calendar_t *calendar; /* tells the working days on which leave holds work up */
    int32_t today;              /* what lies after it is not made */
};
/* What has to be sent up to and with the day asked for. RC_INVALID names the row that is wrong. Free with
 * actions_fini. */
MUST_CHECK rc_t scenario_expand(const json_t *story, const struct scenario_ask *ask, struct actions *ret_actions,
                                struct problem *problem);
/* Free all rows. */
void actions_fini(struct actions *self);
/* Add one; `args` is stolen. */
void actions_add(struct actions *self, struct action action);

#endif
