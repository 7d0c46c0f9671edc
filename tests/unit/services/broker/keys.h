/* A key folder for tests, gone with keys_remove. */
#ifndef KEYS_H
#define KEYS_H

#include "bus.h"

struct keys {
    char dir[64];
};

/* A folder with a pair for each of `names` (NULL-ended; give "broker"). */
void keys_make(struct keys *self, const char *const names[]);
/* Remove it and all in it. */
void keys_remove(struct keys *self);
/* Keys of `name` for a bus; everything else of `bus` stays. */
void keys_use(const struct keys *self, const char *name, struct bus_conf *bus);
/* Take NAME.pub away, or put a fresh pair in its place. */
void keys_revoke(const struct keys *self, const char *name);
void keys_renew(const struct keys *self, const char *name);

#endif
