/* How fast requests go through the broker, measured against a bare ROUTER-DEALER proxy in the same
 * run: the same hops, the same bytes, rounds of both in turn. */
#ifndef BENCH_RPC_H
#define BENCH_RPC_H

#include <jansson.h>
#include <stdint.h>

#include "problem.h"

struct bench_rpc_conf {
    const char *broker; /* path of mlps-broker */
    int64_t rounds;     /* 1..1000: rounds of each kind; the median round counts */
    int64_t calls;      /* 1..1000000: calls a round */
    int64_t body_bytes; /* 8..1 MiB: size of each request and of each reply */
    int64_t in_flight;  /* 1..400: calls under way in the pipelined rounds */
    int64_t workers; /* 1..64: echo workers of the pipelined rounds; a worker holds one request at a
                        time (MDP-11), so one alone would be in lock step with the broker */
};

/* 21 rounds of 2,000 calls of 256 bytes, 100 in flight, 16 workers; `broker` is left NULL. */
struct bench_rpc_conf bench_rpc_conf_default(void);
/* Start a broker and a proxy as processes of their own, measure, stop them. *ret_result is an owned
 * object: {"figure", "unit", ...}. RC_INVALID for a value out of range, RC_UNAVAILABLE when a
 * process does not start, RC_INTERNAL when an answer was lost or wrong. */
MUST_CHECK rc_t bench_rpc(const struct bench_rpc_conf *conf, json_t **ret_result,
                          struct problem *problem);

#endif
