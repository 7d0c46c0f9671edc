/* A table of slots, one per request under way. The tag that goes out is slot and round, so a
 * reply finds its waiter without a search, and one that comes after its deadline finds nobody.
 * Each callback comes exactly once, unless it is forgotten: by the reply, by the deadline or at
 * the end. */
#include "bus_link.h"

#include <assert.h>
#include <poll.h>
#include <string.h>

#include "clk.h"
#include "mdp_client.h"
#include "memory.h"

enum {
    /* Milliseconds. The watchdog is the proof that no edge of the descriptor gets lost (trap 5):
     * what it finds is counted, and the count must stay 0. */
    TICK_MS = 50, /* deadlines are found this late at most */
    WATCHDOG_MS = 1000,
    QUIET_MS = 10, /* a message that lies unannounced for so long was missed */
};

/* One request under way; the slot's number and round make its tag. */
struct pending {
    bus_reply_fn *fn; /* NULL: free, or forgotten (`used` tells) */
    void *arg;
    bool used;
    int64_t deadline_ms; /* machine time */
    uint32_t round; /* of this slot: tells a reply to its former user from one to the present */
};

/* Only for the loop's thread; all timers are ours and end with it. */
struct bus_link {
    mdp_client_t *client;
    struct event_base *base;
    int budget;
    int fd; /* of the client's socket, -1 before the first use */
    struct event *readable;
    struct event *again; /* the budget ended a drain: go on after the rest of the loop */
    struct event *tick;  /* while something is in flight: deadlines */
    struct event *watchdog;
    bool suspicious;        /* the watchdog has looked once and looks again after QUIET_MS */
    uint64_t drains;        /* times the socket was looked into */
    uint64_t drains_before; /* when the watchdog looked first */
    int64_t answered;       /* replies that came from the bus, not from a deadline */
    bool draining;          /* a callback asks while replies are being taken */
    struct bus_stats stats;
    struct pending slots[BUS_IN_FLIGHT_MAX];
};

/* Milliseconds from now; replaces what was planned before. */
static void arm(struct event *timer, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    evtimer_add(timer, &tv);
}

/* Slot and round: a slot that was used again has another tag. */
static uint64_t tag_of(const bus_link_t *self, size_t slot)
{
    return (uint64_t)self->slots[slot].round << 32 | slot;
}

/* Hand a reply to whoever waits for it, and free the slot first: the callback may ask again. */
static void deliver(bus_link_t *self, uint64_t tag, const json_t *result,
                    const struct problem *problem)
{
    size_t slot = (size_t)(tag & UINT32_MAX);
    if (slot >= BUS_IN_FLIGHT_MAX || !self->slots[slot].used || tag_of(self, slot) != tag)
        return;
    struct pending pending = self->slots[slot];
    self->slots[slot] = (struct pending){ .round = pending.round + 1 };
    self->stats.in_flight--;
    self->stats.timed_out += problem->rc == RC_TIMEOUT;
    self->answered += problem->rc != RC_TIMEOUT && problem->rc != RC_UNAVAILABLE;
    if (pending.fn)
        pending.fn(pending.arg, problem->rc, result, problem);
}

/* Take up to the budget of replies. Returns how many there were. */
static int take_replies(bus_link_t *self)
{
    int taken = 0;
    while (taken < self->budget) {
        uint64_t tag;
        json_t *result = NULL;
        struct problem problem = { .rc = RC_OK };
        if (mdp_client_next(self->client, 0, &tag, &result, &problem) != RC_OK)
            break;
        taken++;
        deliver(self, tag, result, &problem);
        json_decref(result);
    }
    return taken;
}

static void on_readable(evutil_socket_t fd, short what, void *arg);

/* The client opens its socket when it first needs it, and another one after trouble. */
static void follow_fd(bus_link_t *self)
{
    int fd = mdp_client_fd(self->client);
    if (fd == self->fd)
        return;
    if (self->readable)
        event_free(self->readable);
    self->readable = NULL;
    self->fd = fd;
    if (fd < 0)
        return;
    self->readable = event_new(self->base, fd, EV_READ | EV_PERSIST, on_readable, self);
    assert(self->readable);
    event_add(self->readable, NULL);
}

/* Take what has arrived until nothing is left, or leave the rest for a later turn of the loop. */
static void drain(bus_link_t *self)
{
    if (self->draining)
        return; /* the outer call goes on anyway */
    self->draining = true;
    self->drains++;
    int taken = take_replies(self);
    self->draining = false;
    if (taken == self->budget)
        event_active(self->again, EV_TIMEOUT, 1);
    if (self->stats.in_flight > 0 && !evtimer_pending(self->tick, NULL))
        arm(self->tick, TICK_MS);
    follow_fd(self);
}

/* Also run by `again`, when the budget or a send made another look necessary. */
static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    drain(arg);
}

/* The client finds deadlines when it is called; it is called only when one has passed, since a call
 * without need would take what the descriptor is about to announce, and blind the watchdog. */
static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    bus_link_t *self = arg;
    int64_t now = clk_mono_ms();
    (void)fd, (void)what;
    for (size_t i = 0; i < BUS_IN_FLIGHT_MAX; i++) {
        if (self->slots[i].used && self->slots[i].deadline_ms <= now) {
            drain(self);
            break;
        }
    }
    if (self->stats.in_flight > 0)
        arm(self->tick, TICK_MS);
}

/* Whether the loop is about to tell us anyway. */
static bool is_announced(const bus_link_t *self)
{
    struct pollfd fd = { .fd = self->fd, .events = POLLIN };
    return self->fd < 0 || poll(&fd, 1, 0) != 0;
}

/* Two looks: a message that comes between them makes the descriptor readable, and the loop drains.
 * So what lies there at the second look, with no drain since the first, had not been announced. The
 * client is called in any case, for lost connections. */
static void on_watchdog(evutil_socket_t fd, short what, void *arg)
{
    bus_link_t *self = arg;
    (void)fd, (void)what;
    self->suspicious = !self->suspicious;
    if (self->suspicious) {
        self->drains_before = self->drains;
        arm(self->watchdog, QUIET_MS);
        return;
    }
    bool quiet = self->drains == self->drains_before && !is_announced(self);
    int64_t answered = self->answered;
    drain(self);
    if (quiet)
        self->stats.watchdog_finds += self->answered - answered;
    arm(self->watchdog, WATCHDOG_MS);
}

/* Connects on the first request, so that the gateway starts without a broker and answers 503 until
 * there is one. `budget` is in replies per turn, so that a burst does not starve HTTP. */
bus_link_t *bus_link_new(struct event_base *base, const struct bus_conf *conf, int budget)
{
    bus_link_t *self = mem_new(sizeof(*self));
    self->client = mdp_client_new(conf);
    self->base = base;
    self->budget = budget;
    self->fd = -1;
    self->again = event_new(base, -1, 0, on_readable, self);
    self->tick = evtimer_new(base, on_tick, self);
    self->watchdog = evtimer_new(base, on_watchdog, self);
    assert(self->again && self->tick && self->watchdog);
    arm(self->watchdog, WATCHDOG_MS);
    return self;
}

/* Whoever still waits is answered with RC_UNAVAILABLE first: each callback comes exactly once, also
 * at the end. `draining` keeps such a callback from taking replies meanwhile. */
void bus_link_destroy(bus_link_t **self_p)
{
    bus_link_t *self = *self_p;
    struct problem gone = { .rc = RC_UNAVAILABLE, .text = "the gateway stops" };
    if (!self)
        return;
    self->draining = true;
    for (size_t i = 0; i < BUS_IN_FLIGHT_MAX; i++)
        if (self->slots[i].used)
            deliver(self, tag_of(self, i), NULL, &gone);
    if (self->readable)
        event_free(self->readable);
    event_free(self->again);
    event_free(self->tick);
    event_free(self->watchdog);
    mdp_client_destroy(&self->client);
    mem_free(self);
    *self_p = NULL;
}

/* A walk over four hundred flags costs less than a list would be worth. */
static size_t free_slot(const bus_link_t *self)
{
    size_t slot = 0;
    while (slot < BUS_IN_FLIGHT_MAX && self->slots[slot].used)
        slot++;
    return slot;
}

/* What cannot be sent is answered like anything else, so that callers have one path. */
static void refuse(bus_link_t *self, const struct bus_ask *ask, rc_t rc, const char *why)
{
    struct problem problem = { .rc = RC_OK };
    self->stats.refused++;
    problem_set(&problem, rc, NULL, "could not ask %s: %s", ask->service, why);
    ask->fn(ask->arg, problem.rc, NULL, &problem);
}

/* Send by `send` in a free slot. */
static void start(bus_link_t *self, const struct bus_ask *ask,
                  rc_t (*send)(bus_link_t *, const struct bus_ask *, uint64_t tag))
{
    size_t slot = free_slot(self);
    if (slot == BUS_IN_FLIGHT_MAX) {
        refuse(self, ask, RC_BUSY, "too many requests are in flight");
        return;
    }
    rc_t rc = send(self, ask, tag_of(self, slot));
    if (rc != RC_OK) {
        refuse(self, ask, rc, "the request could not be sent");
        return;
    }
    self->slots[slot].fn = ask->fn;
    self->slots[slot].arg = ask->arg;
    self->slots[slot].used = true;
    self->slots[slot].deadline_ms = clk_mono_ms() + ask->deadline_ms;
    self->stats.in_flight++;
    self->stats.asked++;
    /* Sending may have eaten the edge of a reply that came meanwhile. Not drained here, so that
     * nobody is called back inside a question of his own: at the loop's next turn. */
    event_active(self->again, EV_TIMEOUT, 1);
}

/* Everybody who has the token of the token file is the same principal, which is nobody's account:
 * registry gives no account this name. */
static rc_t send_request(bus_link_t *self, const struct bus_ask *ask, uint64_t tag)
{
    json_t *principal = json_pack("{s:s}", "account", ask->account ? ask->account : "token");
    struct request request = {
        .op = ask->op,
        .args = ask->args,
        .principal = principal,
        .idempotency_key = ask->key,
        .deadline_ms = ask->deadline_ms,
    };
    rc_t rc = mdp_client_send(self->client, ask->service, &request, tag);
    json_decref(principal);
    return rc;
}

/* A question to the broker itself (MMI-02): it tells whether a service has a worker without giving
 * that worker anything to do. */
static rc_t send_probe(bus_link_t *self, const struct bus_ask *ask, uint64_t tag)
{
    return mdp_client_probe(self->client, ask->service, ask->deadline_ms, tag);
}

/* Takes the arguments in every case; the callback may come before this returns, when nothing could
 * be sent. */
void bus_link_ask(bus_link_t *self, const struct bus_ask *ask)
{
    start(self, ask, send_request);
    json_decref(ask->args);
}

/* Has no arguments to release; the rest is as for a request. */
void bus_link_probe(bus_link_t *self, const struct bus_ask *ask)
{
    start(self, ask, send_probe);
}

/* The slot stays taken until reply or deadline: its tag must not be given to another request
 * meanwhile, or the late reply would reach the wrong one (MDP-19). */
void bus_link_forget(bus_link_t *self, const void *arg)
{
    for (size_t i = 0; i < BUS_IN_FLIGHT_MAX; i++)
        if (self->slots[i].used && self->slots[i].arg == arg)
            self->slots[i].fn = NULL;
}

/* Live numbers, borrowed; only for the loop's thread. */
const struct bus_stats *bus_link_stats(const bus_link_t *self)
{
    return &self->stats;
}
