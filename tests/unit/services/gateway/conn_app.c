#include "conn_app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <event2/buffer.h>

#include <cmocka.h>

#include "memory.h"

enum { STREAM_BYTES = 100 };

static enum source_state test_fill(struct http_source *base, struct evbuffer *out)
{
    static const char PIECE[1024];
    struct test_source *self = (struct test_source *)(void *)base;
    if (self->broken)
        return SOURCE_BROKEN;
    if (self->left <= 0)
        return self->endless ? SOURCE_WAIT : SOURCE_END;
    size_t take = self->left < 1024 ? (size_t)self->left : 1024;
    evbuffer_add(out, PIECE, take);
    self->left -= (int64_t)take;
    return SOURCE_MORE;
}

static void test_attach(struct http_source *base, struct http_conn *conn)
{
    ((struct test_source *)(void *)base)->conn = conn;
}

static void test_close(struct http_source *base)
{
    struct test_source *self = (struct test_source *)(void *)base;
    self->owner->sources_open--;
    self->owner->source = NULL;
    mem_free(self);
}

static void reply_bytes(struct http_exchange *x, const char *text, size_t len)
{
    struct http_reply reply;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    assert_int_equal(bytebuf_add(&reply.body, text, len), RC_OK);
    http_exchange_reply(&x, &reply);
}

void conn_app_reply(struct http_exchange *x, const char *text)
{
    reply_bytes(x, text, strlen(text));
}

static void reply_source(struct conn_app *self, struct http_exchange *x, int64_t len, bool endless)
{
    struct http_reply reply;
    struct test_source *source = mem_new(sizeof(*source));
    *source = (struct test_source){ .base = { test_fill, test_attach, test_close }, .owner = self };
    source->left = len;
    source->endless = endless;
    self->source = source;
    self->sources_open++;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    reply.source = &source->base;
    reply.source_len = endless ? -1 : len;
    http_exchange_reply(&x, &reply);
}

static void on_head(void *arg, struct http_exchange *x)
{
    struct http_reply reply;
    (void)arg;
    x->body_max = CONN_APP_BODY_MAX;
    if (x->head->content_length <= CONN_APP_BODY_MAX)
        return;
    http_reply_refuse(&reply, &(struct http_refusal){ .fault = FAULT_BODY_SIZE }, x->lang);
    http_exchange_reply(&x, &reply);
}

static void on_body(void *arg, struct http_exchange *x, const char *body, size_t len)
{
    struct conn_app *self = arg;
    const char *target = http_parser_target(x->head);
    if (strcmp(target, "/slow") == 0)
        self->waiting = x;
    else if (strcmp(target, "/big") == 0)
        reply_source(self, x, CONN_APP_BIG, false);
    else if (strcmp(target, "/stream") == 0)
        reply_source(self, x, STREAM_BYTES, true);
    else if (len > 0)
        reply_bytes(x, body, len);
    else
        conn_app_reply(x, target);
}

static void on_reply(void *arg, const struct http_exchange *x, int status)
{
    struct conn_app *self = arg;
    (void)x;
    self->replies++;
    self->last_status = status;
}

/* Beyond every wait of a test: what ends sooner was ended by what the test is about. */
enum { LONG_MS = 240000 };

struct http_limits conn_app_limits(void)
{
    return (struct http_limits){ .head_ms = LONG_MS,
                                 .body_ms = LONG_MS,
                                 .idle_ms = LONG_MS,
                                 .write_ms = LONG_MS,
                                 .linger_ms = 500,
                                 .max_conns = 50,
                                 .max_peer = 50,
                                 .max_queued = 1 << 20 };
}

void conn_app_start(struct conn_app *self, struct http_limits limits)
{
    const struct http_app app = { self, on_head, on_body, on_reply };
    struct problem problem = { .rc = RC_OK };
    *self = (struct conn_app){ .base = event_base_new() };
    self->server = http_server_new(self->base, &limits, &app, false);
    assert_int_equal(http_server_listen(self->server, "127.0.0.1:0", &problem), RC_OK);
}

void conn_app_stop(struct conn_app *self)
{
    http_server_destroy(&self->server);
    assert_int_equal(self->sources_open, 0);
    event_base_free(self->base);
}

void conn_app_connect(struct conn_app *self, struct loop_client *client)
{
    loop_client_open(client, self->base, http_server_address(self->server));
}
