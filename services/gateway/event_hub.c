/* A stream joins, reads pages of its own until it stands where the hub stands, is live from then
 * on, and falls back to pages when its client is slow. No event is lost or passed twice on the way,
 * for each stream has one cursor, which only events move once it has begun. */
#include "event_hub.h"

#include <assert.h>
#include <event2/buffer.h>
#include <string.h>
#include <sys/queue.h>

#include "event_text.h"
#include "http_server.h"
#include "memory.h"

/* A slow client costs PENDING_MAX and one page, whatever it does (FI-15). */
enum {
    PENDING_MAX = 64 << 10, /* bytes a stream may have waiting before it counts as lagging */
    EVENT_TEXT_MAX = 1 << 20,
    PAGE = 200,         /* events of one read */
    POLL_MS_MIN = 50,   /* after a hint that was not readable yet: an older transaction still ran */
    POLL_MS_MAX = 1000, /* without hints: the slow poll that makes a lost hint harmless */
};

/* Where a stream gets its events from; only LIVE ones are fed by the hub. */
enum stream_state {
    STREAM_JOINING, /* waits for a read of the hub that began after it came */
    STREAM_READING, /* a page of its own is under way */
    STREAM_LAGGING, /* needs a page once the client has taken what is pending */
    STREAM_LIVE,    /* stands where the hub stands */
};

/* One client. Freed in stream_free only, which its connection calls through the source. */
struct stream {
    struct http_source base; /* first: the connection knows only this */
    struct event_hub *hub;
    http_conn_t *conn;       /* set once the response has begun */
    struct http_exchange *x; /* the request until then */
    enum stream_state state;
    uint64_t joined; /* number of the hub's read it waits for */
    bool from_now;   /* no place to resume from was given */
    int64_t cursor;  /* seq of the last event passed, sent or filtered */
    char *contract;  /* the filter, or NULL */
    struct evbuffer *pending;
    TAILQ_ENTRY(stream) link;
};

TAILQ_HEAD(stream_list, stream);

/* One read of the log serves all live streams, so a hundred clients cost as much as one. */
struct event_hub {
    bus_link_t *bus;
    struct hub_conf conf;
    struct hub_stats stats;
    struct stream_list streams;
    struct event *poll_timer;
    struct event *beat_timer;
    int64_t poll_ms;
    int64_t cursor; /* seq of the last event read; meaningful when `started` */
    bool started;   /* false while nobody listens: the first stream asks where now is */
    bool reading;
    bool again;           /* something came up while a read was under way */
    uint64_t read_number; /* of the last read begun */
};

static void read_events(event_hub_t *self);
static void read_page(struct stream *stream);

/* Milliseconds from now; replaces what was planned before. */
static void arm(struct event *timer, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    evtimer_add(timer, &tv);
}

/* ---- one stream ---- */

/* A stream may end while a page of its own is under way: the answer then goes to nobody. */
static void stream_free(struct stream *stream)
{
    event_hub_t *hub = stream->hub;
    bus_link_forget(hub->bus, stream);
    TAILQ_REMOVE(&hub->streams, stream, link);
    if (--hub->stats.streams == 0) {
        hub->started = false; /* nobody listens: nobody asks */
        evtimer_del(hub->poll_timer);
    }
    evbuffer_free(stream->pending);
    mem_free(stream->contract);
    mem_free(stream);
}

/* The connection is done with the stream, for whatever reason. */
static void stream_close(struct http_source *base)
{
    stream_free((struct stream *)(void *)base);
}

/* From now on there is somebody to wake. */
static void stream_attach(struct http_source *base, struct http_conn *conn)
{
    ((struct stream *)(void *)base)->conn = conn;
}

/* The client has room. A lagging stream reads on only now: so a slow client is never more than
 * one page ahead of what it has taken. */
static enum source_state stream_fill(struct http_source *base, struct evbuffer *out)
{
    struct stream *stream = (struct stream *)(void *)base;
    evbuffer_add_buffer(out, stream->pending);
    if (stream->state == STREAM_LAGGING)
        read_page(stream);
    return SOURCE_WAIT;
}

/* Waking without news would only cost a turn of the loop. */
static void stream_wake(struct stream *stream)
{
    if (stream->conn && evbuffer_get_length(stream->pending) > 0)
        http_conn_wake(stream->conn);
}

/* What a stream starts with: the place to resume from. */
static void stream_hello(struct stream *stream)
{
    struct bytebuf hello;
    bytebuf_init(&hello, EVENT_TEXT_MAX);
    if (event_hello(stream->cursor, &hello) == RC_OK)
        evbuffer_add(stream->pending, hello.data, hello.len);
    bytebuf_fini(&hello);
}

/* Begin the response; it takes what is pending at once. With the client gone, the reply closes its
 * source, and so frees the stream: nothing may touch it afterwards. */
static void stream_begin(struct stream *stream)
{
    struct http_exchange *x = stream->x;
    struct http_reply reply;
    stream->x = NULL;
    http_reply_init(&reply, 200, "text/event-stream");
    reply.source = &stream->base;
    reply.source_len = -1;
    http_exchange_reply(&x, &reply);
}

/* The stream goes before the answer: the answer may be the last thing that keeps the
 * connection. */
static void stream_refuse(struct stream *stream, const struct problem *problem)
{
    struct http_exchange *x = stream->x;
    struct http_reply reply;
    http_reply_problem(&reply, problem, x->lang);
    stream_free(stream);
    http_exchange_reply(&x, &reply);
}

/* The stream passes an event: it is sent, unless it belongs to another contract. */
static void stream_add(struct stream *stream, const json_t *event)
{
    struct bytebuf text;
    bytebuf_init(&text, EVENT_TEXT_MAX);
    stream->cursor = event_seq(event);
    if (event_is_of(event, stream->contract) && event_text(event, &text) == RC_OK) {
        evbuffer_add(stream->pending, text.data, text.len);
        stream->hub->stats.sent++;
    }
    bytebuf_fini(&text);
}

/* Take a page up to where the hub stands; what lies behind comes from the hub. */
static void stream_take_page(struct stream *stream, const json_t *items)
{
    size_t i;
    const json_t *event;
    json_array_foreach(items, i, event)
    {
        if (stream->cursor == stream->hub->cursor)
            break;
        stream_add(stream, event);
    }
}

/* A page of the stream's own. The first one also decides the response: only now is it known
 * that the place to resume from exists. */
static void on_page(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    struct stream *stream = arg;
    if (rc != RC_OK && stream->x) {
        stream_refuse(stream, problem);
        return;
    }
    stream->state = STREAM_LAGGING; /* after a failure: until the hub's next read */
    if (rc != RC_OK)
        return;
    if (stream->x)
        stream_hello(stream);
    stream_take_page(stream, json_object_get(result, "items"));
    if (stream->cursor == stream->hub->cursor)
        stream->state = STREAM_LIVE;
    if (stream->x)
        stream_begin(stream);
    else if (evbuffer_get_length(stream->pending) > 0)
        stream_wake(stream);
    else if (stream->state == STREAM_LAGGING)
        read_page(stream);
}

/* Always the whole log; a stream's filter is applied here, so that all streams share one
 * cursor. */
static void ask_events(event_hub_t *self, int64_t after, int64_t limit, bus_reply_fn *fn, void *arg)
{
    struct bus_ask ask = {
        .service = "mlps.report",
        .op = "event.list",
        .args = json_pack("{s:I,s:I}", "after", (json_int_t)after, "limit", (json_int_t)limit),
        .deadline_ms = self->conf.deadline_ms,
        .fn = fn,
        .arg = arg,
    };
    bus_link_ask(self->bus, &ask);
}

/* The state changes first: the answer may come before ask_events returns. */
static void read_page(struct stream *stream)
{
    stream->state = STREAM_READING;
    ask_events(stream->hub, stream->cursor, PAGE, on_page, stream);
}

/* ---- the hub's own cursor ---- */

/* Call `visit` for each stream; a visit may close the stream it is given. */
static void each_stream(event_hub_t *self, void (*visit)(struct stream *, const void *),
                        const void *arg)
{
    struct stream *next;
    for (struct stream *at = TAILQ_FIRST(&self->streams); at; at = next) {
        next = TAILQ_NEXT(at, link);
        visit(at, arg);
    }
}

/* Streams that are not live pass this event in a page of their own. */
static void visit_event(struct stream *stream, const void *arg)
{
    const json_t *event = arg;
    if (stream->state != STREAM_LIVE)
        return;
    if (evbuffer_get_length(stream->pending) > PENDING_MAX) {
        stream->state = STREAM_LAGGING;
        stream->hub->stats.lagged++;
        return;
    }
    stream_add(stream, event);
}

/* After a read: begin what has joined, push what is pending, and let those read that could not. */
static void visit_after_read(struct stream *stream, const void *arg)
{
    event_hub_t *hub = stream->hub;
    (void)arg;
    if (stream->state == STREAM_JOINING && stream->joined <= hub->read_number) {
        if (stream->from_now)
            stream->cursor = hub->cursor;
        if (stream->cursor != hub->cursor) {
            read_page(stream);
            return;
        }
        stream->state = STREAM_LIVE;
        stream_hello(stream);
        stream_begin(stream);
        return;
    }
    if (stream->state == STREAM_LAGGING && evbuffer_get_length(stream->pending) == 0)
        read_page(stream);
    else
        stream_wake(stream);
}

/* Who has waited for this read is refused; open streams just wait for the next one. */
static void visit_failure(struct stream *stream, const void *arg)
{
    if (stream->state == STREAM_JOINING && stream->joined <= stream->hub->read_number)
        stream_refuse(stream, arg);
}

/* The hub stands behind an event once every live stream has passed it. */
static void broadcast(event_hub_t *self, const json_t *items)
{
    size_t i;
    const json_t *event;
    json_array_foreach(items, i, event)
    {
        each_stream(self, visit_event, event);
        self->cursor = event_seq(event);
    }
}

/* When to look next: at once when there is more, soon after news, seldom when it is quiet. */
static void plan_next(event_hub_t *self, size_t count)
{
    if (TAILQ_EMPTY(&self->streams))
        return;
    if (self->again || count == PAGE) {
        self->again = false;
        read_events(self);
        return;
    }
    if (count == 0)
        self->poll_ms = self->poll_ms * 2 > POLL_MS_MAX ? POLL_MS_MAX : self->poll_ms * 2;
    else
        self->poll_ms = POLL_MS_MIN;
    arm(self->poll_timer, self->poll_ms);
}

/* News, or with nobody listening before: where now is. */
static void on_events_read(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    event_hub_t *self = arg;
    size_t count = 0;
    self->reading = false;
    if (rc != RC_OK) {
        each_stream(self, visit_failure, problem);
        plan_next(self, 0);
        return;
    }
    if (self->started) {
        const json_t *items = json_object_get(result, "items");
        count = json_array_size(items);
        broadcast(self, items);
    } else {
        self->cursor = (int64_t)json_integer_value(json_object_get(result, "head"));
        self->started = true;
    }
    each_stream(self, visit_after_read, NULL);
    plan_next(self, count);
}

/* At most one read of the hub is under way; what comes up meanwhile makes another one follow. */
static void read_events(event_hub_t *self)
{
    self->reading = true;
    self->read_number++;
    evtimer_del(self->poll_timer);
    if (self->started)
        ask_events(self, self->cursor, PAGE, on_events_read, self);
    else
        ask_events(self, 0, 1, on_events_read, self); /* only `head` counts */
}

/* A read that has begun may be older than what this wish is about, so it does not count. */
static void wish_read(event_hub_t *self)
{
    self->again = self->reading;
    if (!self->reading)
        read_events(self);
}

/* The slow poll: every hint may be lost. */
static void on_poll(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    wish_read(arg);
}

/* A heartbeat only where nothing else is on its way. */
static void visit_beat(struct stream *stream, const void *arg)
{
    (void)arg;
    if (!stream->conn || evbuffer_get_length(stream->pending) > 0)
        return;
    evbuffer_add(stream->pending, ":\n\n", 3);
    stream_wake(stream);
}

/* Also how a vanished client is found: its heartbeats are not taken, and write_ms ends it. */
static void on_beat(evutil_socket_t fd, short what, void *arg)
{
    event_hub_t *self = arg;
    (void)fd, (void)what;
    each_stream(self, visit_beat, NULL);
    arm(self->beat_timer, self->conf.beat_ms);
}

/* The gateway ends before the stream has begun. */
static void visit_stop(struct stream *stream, const void *arg)
{
    struct problem problem = { .rc = RC_UNAVAILABLE };
    (void)arg;
    stream_refuse(stream, &problem);
}

/* Reads nothing until the first stream joins; the heartbeat runs always, for it costs a walk over
 * an empty list. */
event_hub_t *event_hub_new(struct event_base *base, bus_link_t *bus, const struct hub_conf *conf)
{
    event_hub_t *self = mem_new(sizeof(*self));
    self->bus = bus;
    self->conf = *conf;
    self->poll_ms = POLL_MS_MIN;
    TAILQ_INIT(&self->streams);
    self->poll_timer = evtimer_new(base, on_poll, self);
    self->beat_timer = evtimer_new(base, on_beat, self);
    assert(self->poll_timer && self->beat_timer);
    arm(self->beat_timer, conf->beat_ms);
    return self;
}

/* Nothing calls back after this: the hub's own read in flight is forgotten before its memory
 * goes. */
void event_hub_destroy(event_hub_t **self_p)
{
    event_hub_t *self = *self_p;
    if (!self)
        return;
    /* Connections are closed before the hub; what is left still waits for its response. */
    each_stream(self, visit_stop, NULL);
    assert(TAILQ_EMPTY(&self->streams));
    bus_link_forget(self->bus, self);
    event_free(self->poll_timer);
    event_free(self->beat_timer);
    mem_free(self);
    *self_p = NULL;
}

/* A place to resume from may be newer than what the hub has read (seen through another
 * gateway). So a stream begins only after a read that itself began after it came: from then on
 * the hub is never behind it. */
void event_hub_join(event_hub_t *self, struct http_exchange *x, int64_t after, const char *contract)
{
    static const struct http_refusal FULL = { .fault = FAULT_OVERLOADED,
                                              .detail = "too many event streams are open" };
    if (self->stats.streams >= self->conf.max_streams) {
        struct http_reply reply;
        http_reply_refuse(&reply, &FULL, x->lang);
        http_exchange_reply(&x, &reply);
        return;
    }
    struct stream *stream = mem_new(sizeof(*stream));
    stream->base = (struct http_source){ stream_fill, stream_attach, stream_close };
    stream->hub = self;
    stream->x = x;
    stream->from_now = after < 0;
    stream->cursor = after;
    stream->contract = mem_dup(contract);
    stream->pending = evbuffer_new();
    assert(stream->pending);
    stream->joined = self->read_number + 1;
    TAILQ_INSERT_TAIL(&self->streams, stream, link);
    self->stats.streams++;
    wish_read(self);
}

/* Only makes a look happen sooner. A lost hint costs POLL_MS_MAX at most (FI-15), a false one costs
 * one read. */
void event_hub_hint(event_hub_t *self)
{
    if (TAILQ_EMPTY(&self->streams))
        return;
    /* What the hint means may become readable only when an older transaction has ended: look again
     * soon. */
    self->poll_ms = POLL_MS_MIN / 2;
    wish_read(self);
}

/* Live numbers, borrowed; only for the loop's thread. */
const struct hub_stats *event_hub_stats(const event_hub_t *self)
{
    return &self->stats;
}
