/* Finding a row of the route table for a request, and reading its parameters into the arguments of
 * the operation. */
#ifndef ROUTE_MATCH_H
#define ROUTE_MATCH_H

#include "gateway_routes.h"
#include "http_target.h"
#include "problem.h"

/* Row for a method and path; HEAD finds the row of GET. NULL when the path is unknown (*ret_methods
 * is then 0) or the method is (*ret_methods counts the rows of that path: route_allow lists them).
 */
const struct route *route_find(const char *method, const struct http_target *target,
                               size_t *ret_methods);
/* Write the Allow value of a path ("GET, HEAD, POST") into `out` of `size` bytes; returns `out`. */
const char *route_allow(const struct http_target *target, char *out, size_t size);
/* Whether the path template matches. */
bool route_matches(const struct route *route, const struct http_target *target);

/* Where the parameters of one request are looked for. Borrowed. */
struct route_input {
    const struct http_target *target;
    const json_t *body; /* NULL: none */
    const char *match;  /* value of If-Match, NULL: none */
};
/* Arguments of the operation from path, query, body and If-Match. RC_INVALID names the parameter
 * that is wrong, unknown or missing; RC_NOT_FOUND, saying nothing more, for a secret that cannot be
 * one. *ret_args is owned by the caller. */
MUST_CHECK rc_t route_args(const struct route *route, const struct route_input *input,
                           json_t **ret_args, struct problem *problem);
/* Whether the row changes something that has a version, so that the request must say which. */
bool route_wants_match(const struct route *route);

#endif
