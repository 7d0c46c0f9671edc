/* Server-side request forgery is stopped at three places: the URL's form (https, two ports, no
 * user), every address that its name has, and the socket itself, whose maker asks egress_is_public
 * again. What is checked here is handed on as a pin, so that nobody looks the name up a second time
 * (rebinding, SSRF-01). An operator's list may except a host and port; no row of the database can.
 */
#include "egress.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "parse.h"

/* IPv4 networks that are nobody's public server (RFC 6890 and its successors). */
static const struct {
    uint32_t net; /* host byte order */
    int bits;
} CLOSED4[] = {
    { 0x00000000, 8 },  /* 0.0.0.0: this network */
    { 0x0a000000, 8 },  /* 10.0.0.0 */
    { 0x64400000, 10 }, /* 100.64.0.0: carrier-grade NAT */
    { 0x7f000000, 8 },  /* 127.0.0.0 */
    { 0xa9fe0000, 16 }, /* 169.254.0.0: link-local, cloud metadata */
    { 0xac100000, 12 }, /* 172.16.0.0 */
    { 0xc0000000, 24 }, /* 192.0.0.0 */
    { 0xc0000200, 24 }, /* 192.0.2.0: documentation */
    { 0xc0586300, 24 }, /* 192.88.99.0: 6to4 relays */
    { 0xc0a80000, 16 }, /* 192.168.0.0 */
    { 0xc6120000, 15 }, /* 198.18.0.0: benchmarks */
    { 0xc6336400, 24 }, /* 198.51.100.0: documentation */
    { 0xcb007100, 24 }, /* 203.0.113.0: documentation */
    { 0xe0000000, 3 },  /* 224.0.0.0 and above: multicast, reserved, broadcast */
};

/* Of IPv6 only 2000::/3 is public, without these. */
static const struct {
    uint32_t net; /* first 32 bits */
    int bits;
} CLOSED6[] = {
    { 0x20010000, 23 }, /* protocol assignments: Teredo and others */
    { 0x20010db8, 32 }, /* documentation */
    { 0x20020000, 16 }, /* 6to4: carries an IPv4 address */
    { 0x3fff0000, 20 }, /* documentation */
};

/* `bits` is 1 to 32: a shift by 32 would be undefined. */
static bool in_net(uint32_t address, uint32_t net, int bits)
{
    return ((address ^ net) >> (32 - bits)) == 0;
}

/* A deny list: IPv4 is full, and what is reserved is known. */
static bool is_public4(uint32_t address)
{
    for (size_t i = 0; i < COUNT_OF(CLOSED4); i++) {
        if (in_net(address, CLOSED4[i].net, CLOSED4[i].bits))
            return false;
    }
    return true;
}

/* An allow list with holes: of IPv6 only 2000::/3 has ever been given out, so mapped, translated,
 * local and multicast addresses are closed without being named. */
static bool is_public6(uint32_t head)
{
    for (size_t i = 0; i < COUNT_OF(CLOSED6); i++) {
        if (in_net(head, CLOSED6[i].net, CLOSED6[i].bits))
            return false;
    }
    return in_net(head, 0x20000000, 3);
}

/* By copies: a sockaddr may not be read through a pointer to another type. */
bool egress_is_public(const struct sockaddr *address)
{
    uint32_t word;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof(four));
        return is_public4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof(six));
    memcpy(&word, six.sin6_addr.s6_addr, sizeof(word));
    return is_public6(ntohl(word));
}

/* More addresses than fit are left out; they are never used, since the connection goes to the first
 * one. */
rc_t egress_resolve(const char *host, struct egress_addresses *ret, struct problem *problem)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    int code = getaddrinfo(host, NULL, &hints, &found);
    ret->count = 0;
    for (const struct addrinfo *at = found; at && ret->count < EGRESS_ADDRESSES_MAX;
         at = at->ai_next)
        memcpy(&ret->list[ret->count++], at->ai_addr, at->ai_addrlen);
    if (found)
        freeaddrinfo(found);
    if (code == 0 && ret->count > 0)
        return RC_OK;
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not find host \"%s\": %s", host,
                       gai_strerror(code));
}

/* Parts of a URL; libcurl takes it apart, so that the check and the request read it alike. */
struct url_parts {
    char *scheme, *host, *port, *user;
};

/* Safe on parts that were read half: curl_free takes NULL. */
static void parts_fini(struct url_parts *self)
{
    curl_free(self->scheme);
    curl_free(self->host);
    curl_free(self->port);
    curl_free(self->user);
}

/* A user in the URL is refused: it is where a host is hidden from a quick reader
 * (https://good@bad/). */
static bool parts_read(const char *url, struct url_parts *ret)
{
    CURLU *handle = curl_url();
    bool read = curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
                curl_url_get(handle, CURLUPART_SCHEME, &ret->scheme, 0) == CURLUE_OK &&
                curl_url_get(handle, CURLUPART_HOST, &ret->host, 0) == CURLUE_OK &&
                curl_url_get(handle, CURLUPART_PORT, &ret->port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                curl_url_get(handle, CURLUPART_USER, &ret->user, 0) == CURLUE_NO_USER;
    curl_url_cleanup(handle);
    return read;
}

struct egress_rules egress_rules_here(void)
{
    return (struct egress_rules){ .allow = getenv(EGRESS_ALLOW_ENV), .resolve = egress_resolve };
}

/* Whether "host:port" is an entry of the list. */
static bool is_listed(const char *allow, const char *host, const char *port)
{
    char entry[EGRESS_HOST_TEXT + 8];
    int len = snprintf(entry, sizeof(entry), "%s:%s", host, port);
    for (const char *at = allow; at && *at;) {
        size_t size = strcspn(at, ",");
        if (size == (size_t)len && strncmp(at, entry, size) == 0)
            return true;
        at += size + (at[size] == ',');
    }
    return false;
}

/* What the URL alone decides. */
static rc_t check_parts(const struct url_parts *parts, const struct egress_rules *rules,
                        struct egress_pin *pin, struct problem *problem)
{
    uint32_t port = 0;
    if (strcmp(parts->scheme, "https") != 0 && strcmp(parts->scheme, "http") != 0)
        return problem_set(problem, RC_INVALID, NULL, "a channel's endpoint must be an https URL");
    if (strlen(parts->host) >= sizeof(pin->host) || !parse_u32(parts->port, &port) ||
        port > UINT16_MAX)
        return problem_set(problem, RC_INVALID, NULL, "a channel's endpoint has no usable host");
    snprintf(pin->host, sizeof(pin->host), "%s", parts->host);
    pin->port = (uint16_t)port;
    /* A listed endpoint may be http, on any port, at any address: it is the operator's own house.
     */
    pin->listed = is_listed(rules->allow, parts->host, parts->port);
    if (!pin->listed && (strcmp(parts->scheme, "https") != 0 || (port != 443 && port != 8443)))
        return problem_set(problem, RC_DENIED, NULL,
                           "host \"%s\" may be reached by https on port 443 or 8443 only",
                           parts->host);
    return RC_OK;
}

/* The connection is told an address and not a name. */
static void address_text(const struct sockaddr_storage *address, char out[EGRESS_ADDRESS_TEXT])
{
    socklen_t size =
        address->ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    if (getnameinfo((const struct sockaddr *)address, size, out, EGRESS_ADDRESS_TEXT, NULL, 0,
                    NI_NUMERICHOST) != 0)
        out[0] = '\0';
}

/* One bad address spoils all: a name that points inside as well as outside is an attack. */
static rc_t check_addresses(const struct egress_rules *rules, struct egress_pin *pin,
                            struct problem *problem)
{
    struct egress_addresses found;
    char name[EGRESS_HOST_TEXT];
    size_t len = strlen(pin->host);
    bool bracketed = len > 2 && pin->host[0] == '[';
    snprintf(name, sizeof(name), "%.*s", (int)(bracketed ? len - 2 : len), pin->host + bracketed);
    rc_t rc = rules->resolve(name, &found, problem);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < found.count && !pin->listed; i++) {
        if (!egress_is_public((const struct sockaddr *)&found.list[i]))
            return problem_set(problem, RC_DENIED, NULL,
                               "host \"%s\" has an address that is not public", pin->host);
    }
    address_text(&found.list[0], pin->address);
    return pin->address[0] ? RC_OK
                           : problem_set(problem, RC_UNAVAILABLE, NULL,
                                         "could not read an address of host \"%s\"", pin->host);
}

/* *ret_pin is set only when everything held. */
rc_t egress_check(const char *url, const struct egress_rules *rules, struct egress_pin *ret_pin,
                  struct problem *problem)
{
    struct url_parts parts = { .scheme = NULL };
    struct egress_pin pin;
    memset(&pin, 0, sizeof(pin));
    rc_t rc = parts_read(url, &parts)
                  ? check_parts(&parts, rules, &pin, problem)
                  : problem_set(problem, RC_INVALID, NULL,
                                "a channel's endpoint must be an https URL without a user");
    if (rc == RC_OK)
        rc = check_addresses(rules, &pin, problem);
    parts_fini(&parts);
    if (rc == RC_OK)
        *ret_pin = pin;
    return rc;
}
