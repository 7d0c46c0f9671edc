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
    ACCESS_OPEN = 1 << 0,  /* anybody who reaches the socket */
    ACCESS_TOKEN = 1 << 1, /* a bearer token: that of the token file, or an account's own */
    ACCESS_LINK = 1 << 2,  /* whoever knows the secret in the path, which the service judges */
    ACCESS_OWNER = 1 << 3, /* the token of the token file alone: who may say who somebody is could
                              say that he is somebody else */
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
