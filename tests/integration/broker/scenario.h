/* A conversation with the broker as a table: who sends what, who gets what. Frames are written with
 * bars between; in every text "$" as a frame is the scenario's own service name, and "@" the client
 * address of the last REQUEST received. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stdbool.h>

#include "bus.h"

enum { STEPS_MAX = 24, ACTORS = 8 };

enum step_kind {
    STEP_END, /* no more steps */
    SEND,     /* the actor sends `text` */
    RECV,     /* the actor gets exactly `text` next; heartbeats in between are passed over */
    BEATS,    /* the actor gets a heartbeat `text` */
    QUIET,    /* within a heartbeat and a half the actor gets nothing but heartbeats */
    SILENT,   /* within three heartbeats the actor gets nothing at all */
    SERVED,   /* mmi.service says 200 for $ (waits for it) */
    DESERTED, /* mmi.service says 404 for $ (waits for it) */
    CLOSE,    /* the actor closes its socket */
};

struct step {
    enum step_kind kind;
    const char
        *actor; /* "c1".. DEALER client, "r1".. REQ client, "w1".. DEALER worker; one socket each */
    const char *text;
};

struct scenario {
    const char *name; /* the point it shows; the failure message */
    struct step steps[STEPS_MAX];
};

/* Where actors connect. */
struct stage {
    char front[BUS_ENDPOINT_MAX]; /* clients */
    char back[BUS_ENDPOINT_MAX];  /* workers */
    int heartbeat_ms;             /* as the broker was told */
};

/* Play one; false with what happened on standard error. */
bool scenario_play(const struct stage *stage, const struct scenario *scenario);

#endif
