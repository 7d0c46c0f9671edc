/* Options of mlps-gateway. The names that all processes share (bus, keys, insecure) mean the same
 * here; the gateway has its own table because the common one belongs to the database layer, which
 * the gateway does not link. */
#ifndef GATEWAY_CONF_H
#define GATEWAY_CONF_H

#include "bus.h"
#include "http_server.h"
#include "options.h"

enum { GATEWAY_HOSTS_MAX = 16 };

struct gateway_conf {
    const char *listen; /* HOST:PORT */
    const char *token_file;
    const char *exports;                  /* folder of finished exports, or NULL */
    char *hosts_text;                     /* owner of `hosts` */
    const char *hosts[GATEWAY_HOSTS_MAX]; /* lower case host names that a Host header may give */
    size_t host_count;
    bool tls;            /* TLS ends in front of us */
    int64_t bus_ms;      /* most time a service gets to answer */
    int64_t max_streams; /* event streams open at once */
    int64_t beat_ms;     /* between heartbeats of an event stream */
    struct http_limits limits;
    struct bus_conf bus;
};

/* The table, also printed by --help. */
extern const struct option_row GATEWAY_OPTIONS[];
/* Read argv and the environment. Texts stay borrowed from there. RC_INVALID names the option. With
 * --help prints the table, sets *ret_done and reads nothing else. gateway_conf_fini is due after
 * RC_OK. */
MUST_CHECK rc_t gateway_conf_read(struct gateway_conf *self, int argc, char **argv, bool *ret_done,
                                  struct problem *problem);
/* Free what is owned. */
void gateway_conf_fini(struct gateway_conf *self);
/* Whether a valid Host value names one of `hosts`, with any port (ports are mapped and forwarded;
 * the name is what a page that rebinds its own name to our address cannot choose). */
bool gateway_conf_host_allowed(const struct gateway_conf *self, const char *host);

#endif
