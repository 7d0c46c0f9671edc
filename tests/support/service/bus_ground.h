/* Services as they run: real processes of ours behind a real broker, before a fresh database, at
 * 2026-06-15 09:00 in Shanghai. */
#ifndef BUS_GROUND_H
#define BUS_GROUND_H

#include <jansson.h>

#include "mdp_client.h"
#include "temp_broker.h"
#include "temp_db.h"

enum { BUS_WAIT_MS = 60000, BUS_SERVICES_MAX = 8 };

struct bus_ground {
    struct temp_db tdb;
    struct temp_broker broker;
    const char *names[BUS_SERVICES_MAX + 1]; /* NULL-ended */
    struct child services[BUS_SERVICES_MAX];
    mdp_client_t *client;
};

/* Broker, database and the processes of `names` (NULL-ended). Failures end the test program. */
void bus_open(struct bus_ground *self, const char *const names[]);
/* Stop all; a service that does not end well fails the running test. */
void bus_close(struct bus_ground *self);
/* Kill the i-th service without a word and start it again; the client forgets what it waited for.
 */
void bus_kill(struct bus_ground *self, int index);

/* Ask a service, for up to BUS_WAIT_MS, under a key (NULL: none); args are stolen. The owned
 * result; an error fails the running test. */
json_t *bus_ask(struct bus_ground *self, const char *service, const char *op, const char *key,
                json_t *args);
/* Load the calendar and the packs that ship through mlps.registry. */
void bus_load(struct bus_ground *self);
/* Args that open contract `code` from the real pack. */
json_t *bus_open_args(const char *code);
/* Number of rows: `what` is a table, perhaps with a where. */
int64_t bus_count(const struct bus_ground *self, const char *what);

#endif
