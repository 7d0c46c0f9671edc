/* The real gateway as a process, with a folder for its token and exports. */
#ifndef GATEWAY_GROUND_H
#define GATEWAY_GROUND_H

#include "bus.h"
#include "child.h"
#include "http_client.h"

enum { GATEWAY_ARGS = 24 };

struct gateway_ground {
    char folder[64];
    char exports[80];
    char token_file[80];
    char address[64]; /* HOST:PORT it listens on */
    char token[80];
    char bus[BUS_ENDPOINT_MAX];
    const char *options[GATEWAY_ARGS];
    struct child process;
    struct http_client client;
    char request[8192];
};

/* Start it on the bus with further options (NULL-ended, or NULL) and connect the client. Failures
 * end the test. */
void gateway_start(struct gateway_ground *self, const struct bus_conf *bus,
                   const char *const options[]);
/* SIGTERM, wait, remove the folder. Returns the exit code. */
int gateway_stop(struct gateway_ground *self);
/* Every request from now on shows this token, on a fresh connection. */
void gateway_speak_with(struct gateway_ground *self, const char *token);
/* Connect the client afresh. */
void gateway_reconnect(struct gateway_ground *self);
/* A request with Host and token; `fields` are further lines, each ended by CR LF, or NULL. Valid
 * until the next call. */
const char *gateway_request(struct gateway_ground *self, const char *start_line,
                            const char *fields);
/* GET with the token on the client's connection. Status; the body is in client.body. */
int gateway_get(struct gateway_ground *self, const char *path);
/* The same, 200 expected, as owned JSON. */
json_t *gateway_json(struct gateway_ground *self, const char *path);
/* POST a JSON body under a key. Status. */
int gateway_post(struct gateway_ground *self, const char *path, const char *key, const char *body);
/* A number of /metrics. */
int64_t gateway_metric(struct gateway_ground *self, const char *name);
/* Most resident memory of the process so far, KiB; 0 under a sanitizer, whose memory it would be.
 */
int64_t gateway_peak_kib(const struct gateway_ground *self);

#endif
