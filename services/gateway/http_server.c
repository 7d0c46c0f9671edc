/* Who may connect. The bounds are sums (connections, those of a peer, open files), because each
 * connection by itself is bounded already; beyond them the longest waiting one goes, so that a
 * flood of silent clients cannot keep out one that asks (FI-16). */
#include "http_server.h"

#include <assert.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clk.h"
#include "http_listen.h"
#include "memory.h"

/* A flood is taken in small bites, and never the last descriptor (trap 1). */
enum {
    ACCEPT_BUDGET = 16,   /* connections accepted before others get their turn */
    ACCEPT_PAUSE_MS = 50, /* without a descriptor to spare: no spinning on a readable socket */
    SPARE_FILES = 48,     /* descriptors kept for the bus, files and logs */
};

/* Heap, since connections and libevent point to it. `all` holds every connection that is not
 * dead. */
struct http_server {
    struct event_base *base;
    struct http_limits limits;
    struct http_app app;
    bool tls;
    bool draining;
    int listen_fd;
    struct event *accepting;   /* the listening socket is readable */
    struct event *resume;      /* end of a pause in accepting */
    struct event *burial;      /* frees what is in `dead`, outside all callbacks */
    struct http_conn_list all; /* longest waiting first */
    struct http_conn_list dead;
    struct http_stats stats;
    char address[HTTP_ADDRESS_MAX];
};

/* Only here is a connection's memory freed. */
static void free_dead(http_server_t *self)
{
    http_conn_t *conn;
    while ((conn = TAILQ_FIRST(&self->dead)) != NULL) {
        http_conn_unlink(&self->dead, conn);
        http_conn_free(conn);
    }
}

/* Runs from the loop, outside every callback of a connection. */
static void on_burial(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    free_dead(arg);
}

/* The pause is over; a drain may have taken the listener away meanwhile. */
static void on_resume(evutil_socket_t fd, short what, void *arg)
{
    http_server_t *self = arg;
    (void)fd, (void)what;
    if (self->accepting)
        event_add(self->accepting, NULL);
}

/* Room for connections by the limit of open files, so that accept() never meets EMFILE. */
static int64_t most_conns(int64_t wanted)
{
    struct rlimit files = { 1024, 1024 };
    getrlimit(RLIMIT_NOFILE, &files);
    int64_t room = files.rlim_cur > SPARE_FILES ? (int64_t)(files.rlim_cur - SPARE_FILES) : 1;
    return files.rlim_cur != RLIM_INFINITY && room < wanted ? room : wanted;
}

/* Listens to nothing yet. `app` is copied, what it points to is borrowed; max_conns may end lower
 * than asked for (trap 1). */
http_server_t *http_server_new(struct event_base *base, const struct http_limits *limits,
                               const struct http_app *app, bool tls)
{
    http_server_t *self = mem_new(sizeof(*self));
    self->base = base;
    self->limits = *limits;
    self->limits.max_conns = most_conns(limits->max_conns);
    self->app = *app;
    self->tls = tls;
    self->listen_fd = -1;
    self->resume = evtimer_new(base, on_resume, self);
    self->burial = event_new(base, -1, 0, on_burial, self);
    assert(self->resume && self->burial);
    TAILQ_INIT(&self->all);
    TAILQ_INIT(&self->dead);
    return self;
}

/* Closing the socket also refuses what waits in its backlog: a client sees at once that it must
 * go elsewhere. */
static void stop_accepting(http_server_t *self)
{
    if (self->accepting)
        event_free(self->accepting);
    self->accepting = NULL;
    if (self->listen_fd >= 0)
        close(self->listen_fd);
    self->listen_fd = -1;
}

/* Connections are cut, not drained: who wants them to end well drains first. Exchanges still out
 * are answered to nobody. */
void http_server_destroy(http_server_t **self_p)
{
    http_server_t *self = *self_p;
    http_conn_t *conn;
    if (!self)
        return;
    stop_accepting(self);
    while ((conn = TAILQ_FIRST(&self->all)) != NULL)
        http_conn_kill(conn);
    free_dead(self);
    event_free(self->resume);
    event_free(self->burial);
    mem_free(self);
    *self_p = NULL;
}

/* The connection that has waited longest without a complete request; of `peer` alone when given. */
static http_conn_t *find_waiting(const http_server_t *self, const struct http_peer *peer)
{
    for (http_conn_t *at = TAILQ_FIRST(&self->all); at; at = http_conn_next(at)) {
        struct http_peer of = http_conn_peer(at);
        if (http_conn_is_waiting(at) && (!peer || memcmp(&of, peer, sizeof(of)) == 0))
            return at;
    }
    return NULL;
}

/* A walk over all connections: there are hundreds, and it happens once per accept. */
static int64_t count_peer(const http_server_t *self, const struct http_peer *peer)
{
    int64_t count = 0;
    for (http_conn_t *at = TAILQ_FIRST(&self->all); at; at = http_conn_next(at)) {
        struct http_peer of = http_conn_peer(at);
        count += memcmp(&of, peer, sizeof(of)) == 0;
    }
    return count;
}

/* Cut the longest waiting connection; a flood of silent clients so evicts itself (FI-16). */
static bool evict(http_server_t *self, const struct http_peer *peer)
{
    http_conn_t *victim = find_waiting(self, peer);
    if (!victim)
        return false;
    self->stats.evicted++;
    http_conn_kill(victim);
    return true;
}

/* The cap of the peer first, then that of all, so that one peer cannot push out another while
 * it is over its own cap. */
static bool make_room(http_server_t *self, const struct http_peer *peer)
{
    if (count_peer(self, peer) >= self->limits.max_peer && !evict(self, peer))
        return false;
    return self->stats.connections < self->limits.max_conns || evict(self, NULL);
}

/* No room: say so without becoming a connection. What does not fit the socket's buffer is lost. */
static void turn_away(http_server_t *self, int fd)
{
    struct clk clk = clk_system();
    struct http_frame frame = { .close = true, .tls = self->tls, .now_us = clk_now(&clk) };
    struct http_reply reply;
    struct bytebuf out;
    bytebuf_init(&out, 8 << 10);
    http_reply_refuse(
        &reply,
        &(struct http_refusal){ .fault = FAULT_OVERLOADED, .detail = "too many connections" },
        LANG_ZH);
    http_reply_head(&reply, &frame, &out);
    if (bytebuf_add(&out, reply.body.data, reply.body.len) == RC_OK)
        (void)!send(fd, out.data, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    self->stats.refused++;
    bytebuf_fini(&out);
    http_reply_fini(&reply);
    close(fd);
}

/* A new client: as a connection, or not at all. */
static void take_in(http_server_t *self, int fd, struct http_peer peer)
{
    if (!make_room(self, &peer)) {
        turn_away(self, fd);
        return;
    }
    self->stats.accepted++;
    self->stats.connections++;
    http_conn_link(&self->all, http_conn_open(self, fd, peer));
}

/* The listening socket stays readable without a descriptor to accept with; the loop would spin
 * on it. */
static void pause_accepting(http_server_t *self)
{
    struct timeval tv = { .tv_usec = ACCEPT_PAUSE_MS * 1000 };
    event_del(self->accepting);
    evtimer_add(self->resume, &tv);
}

/* A budget per turn: a flood must not keep connected clients waiting. */
static void on_accept(evutil_socket_t listen_fd, short what, void *arg)
{
    http_server_t *self = arg;
    (void)what;
    for (int i = 0; i < ACCEPT_BUDGET; i++) {
        int fd;
        struct http_peer peer;
        enum accept_result result = http_accept(listen_fd, &fd, &peer);
        if (result == ACCEPT_NONE)
            return;
        if (result == ACCEPT_NO_FD) {
            evict(self, NULL);
            pause_accepting(self);
            return;
        }
        take_in(self, fd, peer);
    }
}

/* Once per server. On failure nothing listens and the server can still be destroyed. */
rc_t http_server_listen(http_server_t *self, const char *address, struct problem *problem)
{
    rc_t rc = http_listen(address, self->address, &self->listen_fd, problem);
    if (rc != RC_OK)
        return rc;
    self->accepting = event_new(self->base, self->listen_fd, EV_READ | EV_PERSIST, on_accept, self);
    assert(self->accepting);
    event_add(self->accepting, NULL);
    return RC_OK;
}

/* Numeric, with the port the kernel chose; "" before listening. */
const char *http_server_address(const http_server_t *self)
{
    return self->address;
}

/* The next connection is read before the visit, which may cut the one at hand. Waiting ones close
 * at once, busy ones after their answer (FI-23). */
void http_server_drain(http_server_t *self)
{
    self->draining = true;
    stop_accepting(self);
    for (http_conn_t *at = TAILQ_FIRST(&self->all); at;) {
        http_conn_t *next = http_conn_next(at);
        http_conn_drain(at);
        at = next;
    }
}

/* Never becomes false again. */
bool http_server_draining(const http_server_t *self)
{
    return self->draining;
}

/* Live numbers; only for the loop's thread. */
const struct http_stats *http_server_stats(const http_server_t *self)
{
    return &self->stats;
}

/* Borrowed; the loop outlives the server. */
struct event_base *http_server_base(http_server_t *self)
{
    return self->base;
}

/* With max_conns as lowered by the limit of open files. */
const struct http_limits *http_server_limits(const http_server_t *self)
{
    return &self->limits;
}

/* Connections ask at each use, so that there is one copy. */
const struct http_app *http_server_app(const http_server_t *self)
{
    return &self->app;
}

/* As the operator said: it cannot be seen from here, and a header that says so is not believed. */
bool http_server_tls(const http_server_t *self)
{
    return self->tls;
}

/* Writable, unlike http_server_stats: connections count what happens to them. */
struct http_stats *http_server_count(http_server_t *self)
{
    return &self->stats;
}

/* The order of the list is the order of eviction, which makes finding a victim a short walk. */
void http_server_requeue(http_server_t *self, http_conn_t *conn)
{
    http_conn_unlink(&self->all, conn);
    http_conn_link(&self->all, conn);
}

/* The connection may be our caller, so its memory goes at the loop's next turn. */
void http_server_bury(http_server_t *self, http_conn_t *conn)
{
    http_conn_unlink(&self->all, conn);
    http_conn_link(&self->dead, conn);
    self->stats.connections--;
    event_active(self->burial, EV_TIMEOUT, 1);
}
