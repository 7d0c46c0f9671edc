/* state.json of a running `mlps up`: how the other commands find it. */
#ifndef STATE_H
#define STATE_H

#include "bus.h"
#include "layout.h"
#include "options.h"

/* What another command needs to find this one. Texts are borrowed. */
struct state {
    const char *url;   /* the gateway's address */
    const char *bus;   /* Majordomo endpoint */
    const char *dsn;   /* database, without a user; NULL when it was given from outside */
};

/* Write it, 0600, at once. */
MUST_CHECK rc_t state_write(const struct layout *layout, const struct state *state,
                            struct problem *problem);
/* Remove it; a missing one is fine. */
void state_remove(const struct layout *layout);
/* Bus of --bus and --keys when given, else of state.json, with the key pair "cli". RC_UNAVAILABLE when nothing
 * runs on that data folder. */
MUST_CHECK rc_t state_bus(const struct layout *layout, const struct options *options,
                          struct bus_conf *ret_conf, struct problem *problem);
/* Text of one key of state.json; the caller frees it with mem_free. RC_UNAVAILABLE as above. */
MUST_CHECK rc_t state_text(const struct layout *layout, const char *key, char **ret_text,
                           struct problem *problem);

#endif
