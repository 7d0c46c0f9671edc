/* How a process reaches the bus: one Majordomo endpoint for requests, two for events. Keys are
 * CURVE. */
#ifndef BUS_H
#define BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

enum { BUS_ENDPOINT_MAX = 256, BUS_KEY_TEXT = 41 /* Z85 of 32 bytes, with NUL */ };

struct bus_conf {
    char requests[BUS_ENDPOINT_MAX];   /* Majordomo endpoint, e.g. tcp://127.0.0.1:5555 */
    char events_in[BUS_ENDPOINT_MAX];  /* where publishers connect (the proxy's XSUB) */
    char events_out[BUS_ENDPOINT_MAX]; /* where subscribers connect (the proxy's XPUB) */
    bool curve;                        /* false: NULL security, only for tests and --insecure */
    char server_key[BUS_KEY_TEXT];     /* broker's public key */
    char public_key[BUS_KEY_TEXT];     /* this process's pair */
    char secret_key[BUS_KEY_TEXT];
};

/* Fill in the event endpoints that belong to a Majordomo endpoint: tcp port + 1 (in) and + 2 (out),
 * ipc path with "-in" and "-out". RC_INVALID for any other transport or a port above 65533. */
MUST_CHECK rc_t bus_conf_derive(struct bus_conf *self, struct problem *problem);
/* Read a key folder made by bus_keys_make: the broker's public key and the pair of process `name`.
 */
MUST_CHECK rc_t bus_conf_keys(struct bus_conf *self, const char *folder, const char *name,
                              struct problem *problem);
/* Make what is missing in a key folder (0700): NAME.pub (public key in Z85, read by the broker as
 * "this key is NAME") and NAME.key (0600, both keys), for each of `names` (NULL-ended; "broker" is
 * one). Existing pairs stay. Each file is written new, synced and renamed, so a reader never sees
 * half (ZAP-08). */
MUST_CHECK rc_t bus_keys_make(const char *folder, const char *const names[],
                              struct problem *problem);

#endif
