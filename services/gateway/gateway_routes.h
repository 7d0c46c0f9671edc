/* The route table: one row is a route's method, path, who may call it, its limits, its parameters
 * and what answers it. The dispatcher, /api/v1/openapi.json and the tests walk the same rows, so
 * none of them can drift. */
#ifndef GATEWAY_ROUTES_H
#define GATEWAY_ROUTES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gateway;
struct http_exchange;

/* Who may call; 0 is refused by a unit test, so that a forgotten check is a failing test. */
enum route_access {
    ACCESS_OPEN = 1 << 0,     /* anybody who reaches the socket */
    ACCESS_LINK = 1 << 1,     /* whoever knows the secret in the path, which the service judges */
    ACCESS_OWNER = 1 << 2,    /* the token of the token file */
    ACCESS_ENGINEER = 1 << 3, /* an account that is such a person of the contract it asks about; */
    ACCESS_MANAGER = 1 << 4,  /* this one, the first and the last are the vendor's */
    ACCESS_CUSTOMER = 1 << 5,
    ACCESS_LEADER = 1 << 6,
    ACCESS_SELF = 1 << 7, /* to an account its person's things alone: `person` is filled in */
    ACCESS_LEADING = ACCESS_MANAGER | ACCESS_LEADER,
    ACCESS_WORKING = ACCESS_ENGINEER | ACCESS_MANAGER,
    ACCESS_PEOPLE = ACCESS_ENGINEER | ACCESS_MANAGER | ACCESS_CUSTOMER | ACCESS_LEADER,
};

enum param_place {
    PARAM_PATH,
    PARAM_QUERY,
    PARAM_BODY,
    PARAM_MATCH, /* If-Match: the version that the writer has seen; a row with it is 428 without */
};
enum param_kind {
    PARAM_ID,      /* whole number from 1 */
    PARAM_NUMBER,  /* whole number from 0 to `most` */
    PARAM_DATE,    /* YYYY-MM-DD */
    PARAM_INSTANT, /* RFC 3339 with an offset */
    PARAM_TEXT,    /* 1 to `most` characters */
    PARAM_SECRET,  /* `most` characters of 0-9 and a-f; anything else is answered like a path that
                      is not there, as a secret that nobody has is */
    PARAM_FLAG,    /* true or false; like what follows in a body only */
    PARAM_LIST,    /* what is in it the service judges */
    PARAM_OBJECT,
};

struct route_param {
    const char *name; /* NULL ends a list */
    const char *arg;  /* name among the operation's arguments */
    enum param_place place;
    enum param_kind kind;
    bool required;
    int64_t most;
    const char *about; /* one line for the API description */
};

/* One request, checked and decoded, for its handler. */
struct route_call {
    const struct route *route;
    json_t *args;        /* the operation's arguments; a handler may take it (and set it to NULL) */
    const char *key;     /* Idempotency-Key or NULL; borrowed for the call */
    const char *account; /* whose doing it is; NULL: of the token of the token file; borrowed */
};

/* Answers now or later; takes the exchange over in any case. */
typedef void route_fn(struct gateway *gateway, struct http_exchange *x, struct route_call *call);

struct route {
    const char *method;
    const char *path; /* template: "/api/v1/systems/{id}"; a segment that begins in braces is a path
                         parameter, which what follows the braces ends ("{token}.ics") */
    unsigned access;  /* enum route_access */
    size_t body_max;  /* bytes; 0: no body */
    int status;       /* of success */
    const char *type; /* content type of success */
    const char *service;              /* bus service that answers, or NULL: the gateway itself */
    const char *op;                   /* its operation */
    const struct route_param *params; /* NULL: none */
    route_fn *fn;
    const char *about; /* one line for the API description */
};

/* The rows; sorted by path, then method. */
extern const struct route GATEWAY_ROUTES[];
extern const size_t GATEWAY_ROUTE_COUNT;

#endif
