/* A whole gateway in the test's own loop, with the bus in the test's hand. */
#ifndef GATEWAY_FIXTURE_H
#define GATEWAY_FIXTURE_H

#include "gateway.h"
#include "loop_client.h"
#include "script_bus.h"

struct gateway_fixture {
    char folder[64]; /* holds the token file and exports/ */
    char exports[80];
    char token[80];
    struct event_base *base;
    struct gateway gateway;
    struct loop_client client;
    char request[8192];
};

/* Start it with further options ("--name=value", NULL-ended; NULL: none), and a client. Failures
 * end the test. */
void gateway_fixture_start(struct gateway_fixture *self, const char *const options[]);
/* Stop it and remove its folder. */
void gateway_fixture_stop(struct gateway_fixture *self);
/* "METHOD path HTTP/1.1" with Host, the token and `fields` (further lines, each ended by CR LF; may
 * be NULL). Valid until the next call. */
const char *gateway_fixture_request(struct gateway_fixture *self, const char *start_line,
                                    const char *fields);
/* Send a GET with the token; its answer must come without the bus. Status; the response is in
 * client.bytes. */
int gateway_fixture_get(struct gateway_fixture *self, const char *path);
/* Send a request with the token and run the loop until the gateway asks the bus; fails the test
 * when it answers instead. */
void gateway_fixture_until_ask(struct gateway_fixture *self, const char *start_line,
                               const char *fields, struct script_ask *ret_ask);
/* Wait for the rest of the response. Status. */
int gateway_fixture_response(struct gateway_fixture *self);
/* Body of the response received. */
const char *gateway_fixture_body(const struct gateway_fixture *self);

#endif
