/* Where a request may go (server-side request forgery, OWASP ASVS 1.3.6): https to public addresses
 * on port 443 or 8443, unless an operator's list names the host and port. The address is looked up
 * once, every answer is checked, and the connection goes to the one that was checked: a resolver
 * that changes its mind changes nothing. */
#ifndef EGRESS_H
#define EGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "problem.h"

/* Where every process finds the operator's list, and the only place: whoever enters an endpoint and
 * whoever sends to it judge by the same one. */
#define EGRESS_ALLOW_ENV "MLPS_CHANNEL_ALLOW"

enum { EGRESS_HOST_TEXT = 254, EGRESS_ADDRESS_TEXT = 46, EGRESS_ADDRESSES_MAX = 16 };

struct egress_addresses {
    struct sockaddr_storage list[EGRESS_ADDRESSES_MAX];
    size_t count;
};
/* Addresses of a host name or a numeric host. RC_UNAVAILABLE when there are none. */
typedef rc_t egress_resolve_fn(const char *host, struct egress_addresses *ret,
                               struct problem *problem);
egress_resolve_fn egress_resolve; /* by the system's resolver */

struct egress_rules {
    const char *allow; /* "HOST:PORT,..." that may be plain http and have any address; NULL: none */
    egress_resolve_fn *resolve;
};

/* The rules of this process: the operator's list, borrowed from the environment, and the system's
 * resolver. */
struct egress_rules egress_rules_here(void);

/* A connection that is allowed. */
struct egress_pin {
    char host[EGRESS_HOST_TEXT];
    char address[EGRESS_ADDRESS_TEXT]; /* numeric */
    uint16_t port;
    bool listed; /* by `allow`; its address was not checked */
};

/* Check a URL and look up its host. RC_INVALID for a URL of another form (other scheme, a user in
 * it), RC_DENIED for a target that is not allowed, RC_UNAVAILABLE without an address. The problem
 * names the host, never the rest of the URL. */
MUST_CHECK rc_t egress_check(const char *url, const struct egress_rules *rules,
                             struct egress_pin *ret_pin, struct problem *problem);
/* Whether an address is one of the public internet: no private, loopback, link-local, shared,
 * multicast, documentation or translated one (RFC 6890). */
bool egress_is_public(const struct sockaddr *address);

#endif
