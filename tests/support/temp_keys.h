/* A key folder for tests, gone with temp_keys_remove. */
#ifndef TEMP_KEYS_H
#define TEMP_KEYS_H

#include "bus.h"

struct temp_keys {
    char dir[64];
};

/* A folder with a pair for each of `names` (NULL-ended; give "broker"). */
void temp_keys_make(struct temp_keys *self, const char *const names[]);
/* Remove it and all in it. */
void temp_keys_remove(struct temp_keys *self);
/* Keys of `name` for a bus; everything else of `bus` stays. */
void temp_keys_use(const struct temp_keys *self, const char *name, struct bus_conf *bus);
/* Take NAME.pub away, or put a fresh pair in its place. */
void temp_keys_revoke(const struct temp_keys *self, const char *name);
void temp_keys_renew(const struct temp_keys *self, const char *name);

#endif
