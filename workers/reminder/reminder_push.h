/* What all channels beyond the application share: a message is claimed in a transaction of its own,
 * committed, sent, and its end recorded; so a worker that dies leaves at most one message in doubt,
 * and its lease gives it to another. A message carries one reminder or, where quiet.h says so,
 * many. */
#ifndef REMINDER_PUSH_H
#define REMINDER_PUSH_H

#include <jansson.h>
#include <stdint.h>

#include "lang.h"
#include "step_host.h"
#include "verdict.h"

enum {
    REMINDER_LEASE_SPARE_S = 30, /* a lease is twice one message's time limit and this */
    REMINDER_TURN_MS = 300,      /* a batch that took so long ends with the message it is at */
};

/* A message to be sent. Everything is borrowed. */
struct push_message {
    const char *id; /* the same at every try: what a receiver can tell a double by (SLA-03) */
    const char *title, *body;
    const json_t *lead;  /* row of reminder_due.sql: says where it goes */
    const json_t *items; /* rows of all it tells */
    int64_t now_us;
    int zone_minutes; /* of the contract */
};
/* Send; *problem says why not, for any verdict but VERDICT_SENT. */
typedef enum verdict push_send_fn(void *arg, const struct push_message *message,
                                  struct problem *problem);

/* A channel as the worker drives it: everything that differs between mail and a robot. A new way of
 * telling people is one of these and a row of the ledger's check. */
struct push {
    const char *channel; /* of the ledger */
    const char *domain;  /* of message ids */
    enum lang lang;
    int64_t timeout_ms; /* of one message */
    push_send_fn *send;
    void *arg;
};

/* Send up to REMINDER_MAIL_BATCH due messages, for REMINDER_TURN_MS and the one that is then under
 * way: *ret_count were decided or tried; *ret_next_us as reminder_store_next, or now when the turn
 * ended before everything had gone. */
MUST_CHECK rc_t reminder_push(struct step *step, const struct push *push, int64_t *ret_count,
                              int64_t *ret_next_us);

#endif
