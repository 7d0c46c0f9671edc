/* One connection as a small machine: head, body, handler, response, and again. Bytes that come move
 * no deadline, save the first of a request, which begins its head's. A connection that dies is only
 * taken out of use here, because one of its own callbacks may be running; the server frees it
 * later. */
#include "http_conn.h"

#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <string.h>
#include <sys/socket.h>

#include "clk.h"
#include "http_server.h"
#include "http_text.h"
#include "memory.h"

/* Each state has one absolute deadline (FI-16); only CONN_HANDLER has none, since the answer has
 * its own. */
enum conn_state {
    CONN_HEAD,    /* waiting for a request or reading its head */
    CONN_BODY,    /* reading its body */
    CONN_HANDLER, /* the application has it */
    CONN_SEND,    /* the response is going out */
    CONN_LINGER,  /* all is sent, our side is shut; waiting for the client's FIN */
    CONN_DEAD,    /* cut; freed once the loop is out of its callbacks */
};

/* Ceilings of one connection; with max_conns they bound the memory of all. */
enum {
    INPUT_MAX = HTTP_HEAD_MAX,    /* bytes read ahead of what is being handled */
    SOURCE_ROOM = 64 << 10,       /* a source is asked while less than this is queued */
    SEND_RATE_MIN = 16,           /* bytes per ms below which a response is given up */
    LINGER_BYTES_MAX = 256 << 10, /* bytes thrown away after the last response */
    CLIENT_GONE = 499,            /* status counted when nobody waits for the answer any more */
};

/* Owned by the server's list; killed first, freed later. */
struct http_conn {
    struct http_server *server;
    struct bufferevent *bev;
    struct event *timer; /* the absolute deadline of the state */
    enum conn_state state;
    struct http_parser parser;
    struct bytebuf body;
    struct http_exchange *x;    /* between head and response; owned by whoever replies */
    struct http_source *source; /* of the response being sent, or NULL */
    bool source_done;
    bool endless;      /* the response ends with the connection (event stream) */
    bool body_pending; /* the request announced a body that is not read yet */
    bool close_after;  /* the connection ends after this response */
    bool cut_after;    /* and without waiting for the client: it was too slow */
    size_t queued;     /* bytes counted against max_queued */
    size_t lingered;
    struct http_peer peer;
    TAILQ_ENTRY(http_conn) link;
};

static void conn_advance(http_conn_t *self);

/* Limits are read anew at each use: they belong to the server, not to the connection. */
static const struct http_limits *limits_of(const http_conn_t *self)
{
    return http_server_limits(self->server);
}

/* Arm the absolute deadline of the current state; 0 ms: none. Called when a state is entered
 * and at a request's first byte, not at each, or a byte a second would live for ever. */
static void set_deadline(http_conn_t *self, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    evtimer_del(self->timer);
    if (ms > 0)
        evtimer_add(self->timer, &tv);
}

/* Keep the server's sum of untaken bytes right; called with 0 when the response is done or the
 * connection dies. */
static void count_queued(http_conn_t *self, size_t bytes)
{
    http_server_count(self->server)->queued += (int64_t)bytes - (int64_t)self->queued;
    self->queued = bytes;
}

/* Close the source exactly once, whoever gets here first: the end of the response or that of
 * the connection. */
static void drop_source(http_conn_t *self)
{
    struct http_source *source = self->source;
    self->source = NULL;
    if (source)
        source->close(source);
}

/* The exchange outlives the connection: whoever holds it still replies, to nobody. The memory
 * of the connection itself stays until the loop is out of its callbacks, since one of them may
 * be our caller. */
void http_conn_kill(http_conn_t *self)
{
    if (self->state == CONN_DEAD)
        return;
    self->state = CONN_DEAD;
    if (self->x) {
        const struct http_app *app = http_server_app(self->server);
        app->on_reply(app->self, self->x, CLIENT_GONE);
        self->x->conn = NULL;
        self->x->head = NULL;
        self->x = NULL;
    }
    count_queued(self, 0);
    drop_source(self);
    event_free(self->timer);
    self->timer = NULL;
    bufferevent_free(self->bev);
    self->bev = NULL;
    http_server_bury(self->server, self);
}

/* The server calls it from a turn of the loop in which no callback of this connection can be
 * active. */
void http_conn_free(http_conn_t *self)
{
    assert(self->state == CONN_DEAD);
    http_parser_fini(&self->parser);
    bytebuf_fini(&self->body);
    mem_free(self);
}

/* Back to waiting for a request; what the client has pipelined is looked at by the caller. */
static void await_request(http_conn_t *self)
{
    self->state = CONN_HEAD;
    self->source_done = false;
    self->body_pending = false;
    http_parser_reset(&self->parser);
    bytebuf_fini(&self->body);
    http_server_requeue(self->server, self);
    set_deadline(self, limits_of(self)->idle_ms);
    bufferevent_enable(self->bev, EV_READ);
}

/* Say FIN and wait for the client's, so that unread input does not turn into a reset that destroys
 * the response on its way. */
static void start_linger(http_conn_t *self)
{
    self->state = CONN_LINGER;
    drop_source(self);
    shutdown(bufferevent_getfd(self->bev), SHUT_WR);
    set_deadline(self, limits_of(self)->linger_ms);
    bufferevent_enable(self->bev, EV_READ);
}

/* All bytes of the response have left our buffer, which is not to say that the client has them:
 * hence the lingering. What the client pipelined is looked at now, from the input buffer. */
static void finish_response(http_conn_t *self)
{
    count_queued(self, 0);
    drop_source(self);
    if (self->cut_after) {
        http_conn_kill(self);
        return;
    }
    if (self->close_after || http_server_draining(self->server)) {
        start_linger(self);
        return;
    }
    await_request(self);
    conn_advance(self);
}

/* Let the source fill the room there is. */
static void pump_source(http_conn_t *self)
{
    struct evbuffer *out = bufferevent_get_output(self->bev);
    enum source_state state = SOURCE_MORE;
    while (state == SOURCE_MORE && evbuffer_get_length(out) < SOURCE_ROOM)
        state = self->source->fill(self->source, out);
    if (state == SOURCE_BROKEN) {
        http_conn_kill(self);
        return;
    }
    if (state != SOURCE_END)
        return;
    self->source_done = true;
    bufferevent_setwatermark(self->bev, EV_WRITE, 0, 0);
    if (evbuffer_get_length(out) == 0)
        finish_response(self);
}

/* The output buffer has room again, or is empty. */
static void continue_sending(http_conn_t *self)
{
    if (self->state != CONN_SEND)
        return;
    if (self->source && !self->source_done)
        pump_source(self);
    else if (evbuffer_get_length(bufferevent_get_output(self->bev)) == 0)
        finish_response(self);
}

/* May be called at any time and any number of times; it does nothing unless a response with a
 * source is under way. */
void http_conn_wake(http_conn_t *self)
{
    if (self->state == CONN_SEND && self->source && !self->source_done)
        pump_source(self);
}

/* A response that announces its length gets time by that length; an endless one only has to make
 * progress. */
static void set_send_deadline(http_conn_t *self, int64_t bytes)
{
    set_deadline(self, self->endless ? 0 : limits_of(self)->write_ms + bytes / SEND_RATE_MIN);
}

/* Head and body go into the output buffer together; libevent sends them when the loop is next
 * free. */
static void queue_head(http_conn_t *self, const struct http_reply *reply, bool no_body)
{
    struct clk clk = clk_system();
    struct http_frame frame = {
        .close = self->close_after,
        .no_body = no_body,
        .tls = http_server_tls(self->server),
        .now_us = clk_now(&clk),
    };
    struct bytebuf head;
    bytebuf_init(&head, 2 * HTTP_FIELDS_BYTES + 1024);
    http_reply_head(reply, &frame, &head);
    evbuffer_add(bufferevent_get_output(self->bev), head.data, head.len);
    bytebuf_fini(&head);
}

/* Hand body or source to the connection. The body is copied; a source is owned from here on, and
 * closed by the connection whatever becomes of the response. */
static void queue_body(http_conn_t *self, struct http_reply *reply)
{
    if (!reply->source) {
        evbuffer_add(bufferevent_get_output(self->bev), bytebuf_str(&reply->body), reply->body.len);
        return;
    }
    self->source = reply->source;
    reply->source = NULL;
    self->endless = reply->source_len < 0;
    bufferevent_setwatermark(self->bev, EV_WRITE, SOURCE_ROOM / 2, 0);
    if (self->source->attach)
        self->source->attach(self->source, self);
    if (self->endless)
        bufferevent_enable(self->bev, EV_READ); /* the only way to see the client leave */
}

/* Whether the connection lives on is decided here, once: not when the client or the server
 * wants its end, not after a refused head, not with a body unread, and not when only the end
 * tells how long the response is. */
static void send_reply(http_conn_t *self, struct http_reply *reply, bool no_body)
{
    int64_t bytes = reply->source ? reply->source_len : (int64_t)reply->body.len;
    self->close_after = self->close_after || self->parser.wants_close || self->body_pending ||
                        self->parser.stage == HTTP_FAILED || bytes < 0 ||
                        http_server_draining(self->server);
    self->state = CONN_SEND;
    self->endless = false;
    bufferevent_disable(self->bev, EV_READ);
    bufferevent_setwatermark(self->bev, EV_WRITE, 0, 0);
    queue_head(self, reply, no_body);
    if (!no_body && reply->status != 304)
        queue_body(self, reply);
    count_queued(self, evbuffer_get_length(bufferevent_get_output(self->bev)));
    set_send_deadline(self, bytes);
    if (self->source)
        pump_source(self);
}

/* Responses that clients do not take are bounded in sum (FI-15): beyond it, a short refusal. */
static void shed_load(const http_conn_t *self, const struct http_exchange *x,
                      struct http_reply *reply)
{
    int64_t queued = http_server_count(self->server)->queued;
    if (queued == 0 || queued + (int64_t)reply->body.len <= limits_of(self)->max_queued)
        return;
    http_reply_fini(reply);
    http_reply_refuse(reply,
                      &(struct http_refusal){ .fault = FAULT_OVERLOADED,
                                              .detail = "too many responses are waiting" },
                      x->lang);
}

/* The exchange is freed in any case and exactly once, also when its client has left: that is what
 * makes a late reply of the bus safe. Called again it would be a use after free, hence *x_p becomes
 * NULL at once. */
void http_exchange_reply(struct http_exchange **x_p, struct http_reply *reply)
{
    struct http_exchange *x = *x_p;
    http_conn_t *conn = x->conn;
    *x_p = NULL;
    if (conn) {
        const struct http_app *app = http_server_app(conn->server);
        bool no_body = strcmp(http_parser_method(&conn->parser), "HEAD") == 0;
        shed_load(conn, x, reply);
        app->on_reply(app->self, x, reply->status);
        conn->x = NULL;
        send_reply(conn, reply, no_body);
    }
    http_reply_fini(reply);
    mem_free(x);
}

/* A request is complete enough to be answered. No deadline runs meanwhile: whoever answers has
 * one of his own (the bus answers by its deadline in any case). */
static struct http_exchange *new_exchange(http_conn_t *self)
{
    struct http_exchange *x = mem_new(sizeof(*x));
    const char *lang = http_parser_field(&self->parser, "accept-language");
    x->conn = self;
    x->head = &self->parser;
    x->start_us = clk_mono_us();
    x->lang = lang && strncmp(lang, "en", 2) == 0 ? LANG_EN : LANG_ZH;
    self->x = x;
    self->state = CONN_HANDLER;
    set_deadline(self, 0);
    return x;
}

/* The connection itself refuses what it read, and closes. */
static void refuse(http_conn_t *self, const struct http_refusal *refusal)
{
    struct http_exchange *x = self->x ? self->x : new_exchange(self);
    struct http_reply reply;
    http_reply_refuse(&reply, refusal, x->lang);
    self->close_after = true;
    http_exchange_reply(&x, &reply);
}

/* The whole request is there. Reading stops, so that what the client pipelines stays in the
 * kernel. */
static void give_body(http_conn_t *self)
{
    const struct http_app *app = http_server_app(self->server);
    self->state = CONN_HANDLER;
    self->body_pending = false;
    set_deadline(self, 0);
    bufferevent_disable(self->bev, EV_READ);
    app->on_body(app->self, self->x, bytebuf_str(&self->body), self->body.len);
}

/* The body is wanted. A client that waits for our word (RFC 9110 10.1.1) gets it only now,
 * after all checks. */
static void start_body(http_conn_t *self)
{
    struct evbuffer *out = bufferevent_get_output(self->bev);
    static const char CONTINUE[] = "HTTP/1.1 100 Continue\r\n\r\n";
    self->state = CONN_BODY;
    bytebuf_init(&self->body, self->x->body_max);
    set_deadline(self, limits_of(self)->body_ms);
    bufferevent_enable(self->bev, EV_READ);
    if (self->parser.wants_continue)
        evbuffer_add(out, CONTINUE, sizeof(CONTINUE) - 1);
}

/* A complete head: ask the application, then go on with the body if it wants one. */
static void begin_exchange(http_conn_t *self)
{
    const struct http_app *app = http_server_app(self->server);
    self->body_pending = self->parser.content_length > 0;
    struct http_exchange *x = new_exchange(self);
    bufferevent_disable(self->bev, EV_READ);
    app->on_head(app->self, x);
    if (self->state != CONN_HANDLER || !self->x)
        return; /* refused, or answered at once */
    if (self->body_pending)
        start_body(self);
    else
        give_body(self);
}

/* Read head bytes from the input, one contiguous piece at a time and never behind the head: the
 * rest is the body's. The head's deadline begins with its first byte. */
static void take_head(http_conn_t *self, struct evbuffer *in)
{
    size_t used;
    size_t piece = evbuffer_get_contiguous_space(in);
    const char *bytes = (const char *)evbuffer_pullup(in, (ev_ssize_t)piece);
    bool begun = http_parser_begun(&self->parser);
    enum http_stage stage = http_parser_feed(&self->parser, bytes, piece, &used);
    evbuffer_drain(in, used);
    if (stage == HTTP_FAILED) {
        /* The refusal's texts are static, so they outlive the parser. */
        refuse(self, &self->parser.refusal);
    } else if (stage == HTTP_DONE) {
        begin_exchange(self);
    } else if (!begun) {
        set_deadline(self, limits_of(self)->head_ms);
    }
}

/* Body bytes move on as they come; the ceiling is that of the row, whatever the length field
 * says. */
static void take_body(http_conn_t *self, struct evbuffer *in)
{
    size_t want = (size_t)self->parser.content_length - self->body.len;
    size_t piece = evbuffer_get_contiguous_space(in);
    size_t take = piece < want ? piece : want;
    const char *bytes = (const char *)evbuffer_pullup(in, (ev_ssize_t)take);
    if (bytebuf_add(&self->body, bytes, take) != RC_OK) {
        refuse(self, &(struct http_refusal){ .fault = FAULT_BODY_SIZE });
        return;
    }
    evbuffer_drain(in, take);
    if (take == want)
        give_body(self);
}

/* Handle what has been read, until more is needed or the request is with somebody else. */
static void conn_advance(http_conn_t *self)
{
    while (self->state == CONN_HEAD || self->state == CONN_BODY) {
        struct evbuffer *in = bufferevent_get_input(self->bev);
        if (evbuffer_get_length(in) == 0)
            return;
        if (self->state == CONN_HEAD)
            take_head(self, in);
        else
            take_body(self, in);
    }
}

/* Input nobody will read. Too much of it after the last response, and the client is not listening.
 */
static void discard_input(http_conn_t *self)
{
    struct evbuffer *in = bufferevent_get_input(self->bev);
    self->lingered += evbuffer_get_length(in);
    evbuffer_drain(in, evbuffer_get_length(in));
    if (self->lingered > LINGER_BYTES_MAX)
        http_conn_kill(self);
}

/* Bytes came. Those nobody will read are thrown away, so that the client's FIN is not hidden
 * behind them. */
static void on_read(struct bufferevent *bev, void *arg)
{
    http_conn_t *self = arg;
    (void)bev;
    if (self->state == CONN_LINGER || (self->state == CONN_SEND && self->endless))
        discard_input(self);
    else
        conn_advance(self);
}

/* Only the low watermark of the output calls this, so that a source is asked for more before the
 * buffer runs dry. */
static void on_write(struct bufferevent *bev, void *arg)
{
    (void)bev;
    continue_sending(arg);
}

/* The client closed, the socket failed, or a response made no progress for write_ms. A client that
 * closes its sending side while its request is being answered still gets the answer. */
static void on_event(struct bufferevent *bev, short what, void *arg)
{
    http_conn_t *self = arg;
    (void)bev;
    if (what & BEV_EVENT_TIMEOUT)
        http_server_count(self->server)->timed_out++;
    http_conn_kill(self);
}

/* The absolute deadline of a state. A client that has sent part of a request is told so before
 * it is cut; one that is silent, or does not take its response, is just cut. */
static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
    http_conn_t *self = arg;
    (void)fd, (void)what;
    bool reading =
        self->state == CONN_BODY || (self->state == CONN_HEAD && http_parser_begun(&self->parser));
    if (self->state != CONN_LINGER)
        http_server_count(self->server)->timed_out++;
    if (!reading) {
        http_conn_kill(self);
        return;
    }
    self->cut_after = true;
    refuse(self, &(struct http_refusal){ .fault = FAULT_SLOW,
                                         .detail = "the request did not arrive in time" });
}

/* Reads are bounded by the watermark, writes by the time-out, everything else by the deadline
 * timer. This is the place for TLS: nothing below knows more than the bufferevent. */
http_conn_t *http_conn_open(struct http_server *server, int fd, struct http_peer peer)
{
    http_conn_t *self = mem_new(sizeof(*self));
    struct event_base *base = http_server_base(server);
    self->server = server;
    self->peer = peer;
    self->bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
    self->timer = evtimer_new(base, on_deadline, self);
    assert(self->bev && self->timer);
    http_parser_init(&self->parser);
    bytebuf_init(&self->body, 0);
    bufferevent_setcb(self->bev, on_read, on_write, on_event, self);
    bufferevent_setwatermark(self->bev, EV_READ, 0, INPUT_MAX);
    int64_t write_ms = limits_of(self)->write_ms;
    struct timeval tv = { .tv_sec = write_ms / 1000, .tv_usec = write_ms % 1000 * 1000 };
    bufferevent_set_timeouts(self->bev, /* read= */ NULL, &tv);
    set_deadline(self, limits_of(self)->head_ms);
    bufferevent_enable(self->bev, EV_READ | EV_WRITE);
    return self;
}

/* What is busy reads close_after when its response is made. */
void http_conn_drain(http_conn_t *self)
{
    self->close_after = true;
    if (self->state == CONN_HEAD && !http_parser_begun(&self->parser))
        http_conn_kill(self);
    else if (self->state == CONN_SEND && self->endless)
        start_linger(self);
}

/* What may be cut in favour of a new client: nothing of a request would be lost (FI-16). */
bool http_conn_is_waiting(const http_conn_t *self)
{
    return self->state == CONN_HEAD || self->state == CONN_LINGER;
}

/* The address of the socket, not of a header that a client could write (WEB-02). */
struct http_peer http_conn_peer(const http_conn_t *self)
{
    return self->peer;
}

/* NULL behind the last. Read before the connection is cut, which takes it off its list. */
http_conn_t *http_conn_next(const http_conn_t *self)
{
    return TAILQ_NEXT(self, link);
}

/* The end of the list is the one cut last. */
void http_conn_link(struct http_conn_list *list, http_conn_t *self)
{
    TAILQ_INSERT_TAIL(list, self, link);
}

/* The connection must be on that list, which only the server knows. */
void http_conn_unlink(struct http_conn_list *list, http_conn_t *self)
{
    TAILQ_REMOVE(list, self, link);
}
