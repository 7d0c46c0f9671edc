/* Links take turns in being looked at; a request from any of them is the one in hand until it is
 * answered. Links are tended only between requests: that is what the busy deadline of the broker is
 * for.
 *
 * A worker of several brokers registers with each, and serves whichever asks; nothing is shared
 * between them, so a broker that dies takes only the requests it held. */
#include "mdp_worker.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "clk.h"
#include "envelope.h"
#include "memory.h"
#include "wire_context.h"
#include "wire_socket.h"
#include "worker_link.h"

/* Bytes of a caller's name; a longer one is no name of ours. */
enum { CALLER_MAX = 64 };

/* For one thread (trap 11); holds at most one request (MDP-11). */
struct mdp_worker {
    struct bus_conf conf;
    void *context;
    char service[MAX_SERVICE_NAME + 1];
    struct worker_link links[BUS_BROKERS_MAX];
    size_t link_count;
    size_t next_link;          /* where to look first, so that no broker starves another */
    struct worker_link *asked; /* link of the request being served, NULL when there is none */
    struct frames in;          /* that request */
    char caller[CALLER_MAX];
};

/* One link per broker. Nothing is connected before the first mdp_worker_next. `conf` is copied. */
mdp_worker_t *mdp_worker_new(const struct bus_conf *conf, const char *service)
{
    char endpoint[BUS_ENDPOINT_MAX];
    mdp_worker_t *self = mem_new(sizeof(*self));
    self->conf = *conf;
    self->context = wire_context_hold();
    frames_init(&self->in);
    snprintf(self->service, sizeof(self->service), "%s", service);
    while (self->link_count < BUS_BROKERS_MAX &&
           wire_endpoint_at(conf->requests, self->link_count, endpoint))
        worker_link_init(&self->links[self->link_count++], endpoint);
    return self;
}

/* Says DISCONNECT on each link that is up, so that the broker sends nothing more (MDP-08). */
void mdp_worker_destroy(mdp_worker_t **self_p)
{
    mdp_worker_t *self = *self_p;
    if (!self)
        return;
    frames_clear(&self->in);
    for (size_t i = 0; i < self->link_count; i++)
        worker_link_fini(&self->links[i]);
    wire_context_release();
    mem_free(self);
    *self_p = NULL;
}

/* The broker writes `caller NUL serial` into the client address; without CURVE the caller is empty.
 * Brokers of another make write something else: then nobody is authenticated. */
static void read_caller(mdp_worker_t *self)
{
    zmq_msg_t *client = &self->in.at[LINK_CLIENT_FRAME];
    const char *text = zmq_msg_data(client);
    size_t size = zmq_msg_size(client);
    const char *end = memchr(text, '\0', size < CALLER_MAX ? size : CALLER_MAX);
    self->caller[0] = '\0';
    if (end)
        memcpy(self->caller, text, (size_t)(end - text) + 1);
}

/* Requests of ours are one frame; anything else is answered here. */
static rc_t refuse(mdp_worker_t *self)
{
    struct bytebuf reply;
    struct problem problem = { 0 };
    problem_set(&problem, RC_INVALID, NULL, "a request is one JSON frame, got %zu",
                self->in.count - LINK_BODY_FRAME);
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    rc_t rc = reply_encode_error(&problem, &reply);
    if (rc == RC_OK)
        rc = mdp_worker_reply(self, &reply);
    bytebuf_fini(&reply);
    return rc;
}

/* Next request that has already arrived on any link; false when there is none. */
static bool take_request(mdp_worker_t *self, int64_t now_ms)
{
    size_t quiet = 0;
    while (quiet < self->link_count) {
        struct worker_link *link = &self->links[self->next_link];
        enum link_news news = worker_link_recv(link, &self->in, now_ms);
        quiet = news == LINK_NOTHING ? quiet + 1 : 0;
        self->next_link = (self->next_link + 1) % self->link_count;
        if (news != LINK_REQUEST)
            continue;
        self->asked = link;
        if (self->in.count == LINK_BODY_FRAME + 1)
            return true;
        if (refuse(self) != RC_OK)
            self->asked = NULL; /* the link broke; the broker sees to it */
    }
    return false;
}

/* Wait for any link, the stop descriptor or the next heartbeat. False: stop is asked for. */
static bool wait_links(mdp_worker_t *self, int64_t wait_ms, int stop_fd, int64_t now_ms)
{
    zmq_pollitem_t items[BUS_BROKERS_MAX + 1];
    int count = 0;
    for (size_t i = 0; i < self->link_count; i++) {
        const struct worker_link *link = &self->links[i];
        int64_t due = worker_link_wait(link, now_ms);
        wait_ms = due < wait_ms ? due : wait_ms;
        if (link->socket)
            items[count++] = (zmq_pollitem_t){
                .socket = link->socket,
                .events = link->state == LINK_JOINING ? ZMQ_POLLOUT : ZMQ_POLLIN,
            };
    }
    if (stop_fd >= 0)
        items[count++] = (zmq_pollitem_t){ .fd = stop_fd, .events = ZMQ_POLLIN };
    int ready = zmq_poll(items, count, wait_ms > 0 ? wait_ms : 0);
    return stop_fd < 0 || ready <= 0 || items[count - 1].revents == 0;
}

/* Never while a request is in hand: a worker holds one at most (MDP-11). *ret_job is borrowed until
 * the reply. */
rc_t mdp_worker_next(mdp_worker_t *self, int64_t wait_ms, int stop_fd, struct mdp_job *ret_job)
{
    assert(!self->asked);
    int64_t now = clk_mono_ms();
    int64_t end = now + wait_ms;
    for (;;) {
        if (take_request(self, now)) {
            read_caller(self);
            zmq_msg_t *body = &self->in.at[LINK_BODY_FRAME];
            *ret_job = (struct mdp_job){
                .body = zmq_msg_data(body),
                .len = zmq_msg_size(body),
                .caller = self->caller,
            };
            return RC_OK;
        }
        for (size_t i = 0; i < self->link_count; i++)
            worker_link_tick(&self->links[i], self->context, &self->conf, self->service, now);
        if (now >= end || !wait_links(self, end - now, stop_fd, now))
            return RC_TIMEOUT;
        now = clk_mono_ms();
    }
}

/* Once per request. A link that broke meanwhile is no reason to wait: the broker has given the
 * request to another by now (MDP-18). */
rc_t mdp_worker_reply(mdp_worker_t *self, const struct bytebuf *reply)
{
    assert(self->asked);
    rc_t rc = worker_link_reply(self->asked, &self->in.at[LINK_CLIENT_FRAME], bytebuf_str(reply),
                                reply->len, clk_mono_ms());
    /* The other links were not listened to either. */
    for (size_t i = 0; i < self->link_count; i++)
        self->links[i].heard_ms = self->asked->heard_ms;
    self->asked = NULL;
    frames_clear(&self->in);
    return rc;
}
