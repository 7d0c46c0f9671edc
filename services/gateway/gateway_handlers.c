/* What answers the rows. Nearly all are one question to the bus and differ in how its result
 * becomes a response: a `finish` function each. The answer may come when the client has left; the
 * exchange takes it all the same, and drops it. */
#include "gateway_handlers.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "event_text.h"
#include "file_source.h"
#include "gateway.h"
#include "memory.h"
#include "openapi.h"

/* Bytes: 128 bits tell versions apart; this is no signature. */
enum { ETAG_HASH = 16, ETAG_TEXT = 64 };

/* A request that waits for the bus. */
struct relay {
    struct gateway *gateway;
    struct http_exchange *x;
    const struct route *route;
    void (*finish)(struct relay *self, const json_t *result);
};

/* Takes the exchange: after this `x` must not be touched. */
static void reply_refusal(struct http_exchange *x, enum http_fault fault, const char *field,
                          const char *detail)
{
    struct http_reply reply;
    http_reply_refuse(&reply, &(struct http_refusal){ fault, field, detail }, x->lang);
    http_exchange_reply(&x, &reply);
}

/* The one way back from the bus: success is the row's to shape, failure looks the same
 * everywhere. */
static void on_bus_reply(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    struct relay *relay = arg;
    if (rc == RC_OK) {
        relay->finish(relay, result);
    } else {
        struct http_reply reply;
        http_reply_problem(&reply, problem, relay->x->lang);
        http_exchange_reply(&relay->x, &reply);
    }
    mem_free(relay);
}

/* Ask the row's operation; `finish` makes the response of its result. Takes the call's arguments;
 * key and account are copied by the bus into the request before this returns. */
static void relay_start(struct gateway *gateway, struct http_exchange *x, struct route_call *call,
                        void (*finish)(struct relay *, const json_t *))
{
    struct relay *relay = mem_new(sizeof(*relay));
    *relay = (struct relay){ gateway, x, call->route, finish };
    struct bus_ask ask = {
        .service = call->route->service,
        .op = call->route->op,
        .args = call->args,
        .key = call->key,
        .account = call->account,
        .deadline_ms = gateway->conf.bus_ms,
        .fn = on_bus_reply,
        .arg = relay,
    };
    call->args = NULL;
    bus_link_ask(gateway->bus, &ask);
}

/* "v3.<hash>" for what has a version, "<hash>" for the rest: the hash tells whether the bytes are
 * the same, the version is what a later write is checked against. */
static void make_etag(const struct http_reply *reply, const json_t *result, char *out)
{
    uint8_t hash[ETAG_HASH];
    char text[2 * ETAG_HASH + 1];
    const json_t *version = json_object_get(result, "version");
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)bytebuf_str(&reply->body),
                       reply->body.len, NULL, 0);
    sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
    if (json_is_integer(version))
        snprintf(out, ETAG_TEXT, "\"v%" PRId64 ".%s\"", (int64_t)json_integer_value(version), text);
    else
        snprintf(out, ETAG_TEXT, "\"%s\"", text);
}

/* Give the reply its ETag, and 304 for the one that the client has already. The head is gone when
 * the client has left meanwhile; the reply is then made for nobody, which keeps one path. */
static void tag_reply(const struct relay *self, struct http_reply *reply, const json_t *result)
{
    char etag[ETAG_TEXT];
    const struct http_parser *head = self->x->head;
    const char *known = head ? http_parser_field(head, "if-none-match") : NULL;
    make_etag(reply, result, etag);
    http_reply_field(reply, "ETag", etag);
    if (known && strstr(known, etag) && strcmp(self->route->method, "GET") == 0) {
        reply->status = 304;
        bytebuf_reset(&reply->body);
    }
}

/* 304 only for 200: other outcomes are not for a cache. */
static void finish_relay(struct relay *self, const json_t *result)
{
    struct http_reply reply;
    http_reply_init(&reply, self->route->status, self->route->type);
    http_reply_json(&reply, result);
    if (reply.status == 200)
        tag_reply(self, &reply, result);
    http_exchange_reply(&self->x, &reply);
}

/* Serves every row that is one operation: a new read is a new row and no code. */
void on_relay(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    relay_start(gateway, x, call, finish_relay);
}

/* The client looks for what it made at Location, below the path it posted to; the same key always
 * leads to the same one. */
static void finish_create(struct relay *self, const json_t *result)
{
    struct http_reply reply;
    char place[96];
    json_int_t id = json_integer_value(json_object_get(result, "id"));
    http_reply_init(&reply, self->route->status, self->route->type);
    http_reply_json(&reply, result);
    snprintf(place, sizeof(place), "%s/%" JSON_INTEGER_FORMAT, self->route->path, id);
    http_reply_field(&reply, "Location", place);
    http_exchange_reply(&self->x, &reply);
}

/* The row's status says whether it is there (201) or queued (202, WEB-07). */
void on_create(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    relay_start(gateway, x, call, finish_create);
}

/* The service says which file; only its bare name counts, inside our own folder. */
static void finish_export_file(struct relay *self, const json_t *result)
{
    const char *state = json_string_value(json_object_get(result, "state"));
    const char *name = json_string_value(json_object_get(result, "file"));
    const char *sha256 = json_string_value(json_object_get(result, "sha256"));
    struct http_reply reply;
    char text[512];
    if (!state || strcmp(state, "done") != 0 || !name) {
        reply_refusal(self->x, FAULT_NOT_READY, NULL, "the export has no file yet; see its state");
        return;
    }
    http_reply_init(&reply, self->route->status, self->route->type);
    if (file_source_open(self->gateway->exports_fd, name, &reply.source, &reply.source_len) !=
        RC_OK) {
        http_reply_fini(&reply);
        reply_refusal(self->x, FAULT_NO_PATH, NULL, "the file of the export is not there any more");
        return;
    }
    http_reply_field(&reply, "Content-Disposition", file_disposition(name, text, sizeof(text)));
    if (sha256 && strlen(sha256) == 64) {
        snprintf(text, sizeof(text), "\"%s\"", sha256);
        http_reply_field(&reply, "ETag", text);
    }
    http_exchange_reply(&self->x, &reply);
}

/* Asks the service again at each download, so that access and state are those of now and not of
 * when the link was made (XLS-03). */
void on_export_file(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    relay_start(gateway, x, call, finish_export_file);
}

/* The calendar as the service wrote it, or (without a text) what the client has already. */
static bool fill_calendar(struct http_reply *reply, const json_t *result)
{
    const json_t *text = json_object_get(result, "text");
    const char *version = json_string_value(json_object_get(result, "version"));
    char etag[ETAG_TEXT];
    if (!version || strlen(version) + sizeof("\"\"") > sizeof(etag))
        return false;
    snprintf(etag, sizeof(etag), "\"%s\"", version);
    http_reply_field(reply, "ETag", etag);
    reply->cache = "private, no-cache";
    if (!text)
        reply->status = 304;
    return !text ||
           bytebuf_add(&reply->body, json_string_value(text), json_string_length(text)) == RC_OK;
}

/* The text comes whole, within MAX_REPLY_BYTES and so within a body's ceiling. */
static void finish_calendar(struct relay *self, const json_t *result)
{
    struct http_reply reply;
    http_reply_init(&reply, self->route->status, self->route->type);
    if (fill_calendar(&reply, result)) {
        http_exchange_reply(&self->x, &reply);
        return;
    }
    http_reply_fini(&reply);
    reply_refusal(self->x, FAULT_INTERNAL, NULL, NULL);
}

/* Which version the client has goes along, so that 304 is decided before the calendar is made. A
 * list too long to be one of ours is left out: then it is made. */
void on_calendar(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    const char *known = http_parser_field(x->head, "if-none-match");
    if (known && *known && strlen(known) <= MAX_NAME_FIELD && !strchr(known, '\t'))
        json_object_set_new(call->args, "known", json_string(known));
    relay_start(gateway, x, call, finish_calendar);
}

/* A browser that reconnects repeats its first URL and adds Last-Event-ID, which is therefore
 * the newer of the two. */
void on_events(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    const json_t *given = json_object_get(call->args, "after");
    const char *last = http_parser_field(x->head, "last-event-id");
    const char *contract = json_string_value(json_object_get(call->args, "contract"));
    int64_t after = given ? (int64_t)json_integer_value(given) : -1;
    if (last && !event_id_read(last, &after)) {
        reply_refusal(x, FAULT_HEADER, "last-event-id", "Last-Event-ID must be 1 to 18 digits");
        return;
    }
    event_hub_join(gateway->hub, x, after, contract);
}

/* Takes `json` and the exchange. */
static void reply_json(struct http_exchange *x, const struct route *route, json_t *json)
{
    struct http_reply reply;
    http_reply_init(&reply, route->status, route->type);
    http_reply_json(&reply, json);
    json_decref(json);
    http_exchange_reply(&x, &reply);
}

/* Made from the table at each request: it cannot differ from what is served, and it is asked for
 * seldom. */
void on_openapi(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    (void)gateway;
    reply_json(x, call->route, openapi_make(GATEWAY_ROUTES, GATEWAY_ROUTE_COUNT));
}

/* Touches neither bus nor database: a supervisor must not kill the gateway because something behind
 * it is down. */
void on_healthz(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    (void)gateway;
    reply_json(x, call->route, json_pack("{s:s}", "status", "ok"));
}

/* May wait for probes; it answers by their deadline. */
void on_readyz(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    (void)call;
    ready_answer(gateway->ready, x);
}

/* Plain counters, read in one turn of the loop, so that they fit together. The table is closed by
 * the row of NULLs. */
void on_metrics(struct gateway *gateway, struct http_exchange *x, struct route_call *call)
{
    const struct http_stats *http = http_server_stats(gateway->server);
    const struct bus_stats *bus = bus_link_stats(gateway->bus);
    const struct hub_stats *hub = event_hub_stats(gateway->hub);
    const struct metric_value values[] = {
        { "mlps_http_connections", "gauge", "Open connections.", http->connections },
        { "mlps_http_queued_bytes", "gauge", "Response bytes clients have not taken.",
          http->queued },
        { "mlps_http_accepted_total", "counter", "Connections accepted.", http->accepted },
        { "mlps_http_evicted_total", "counter", "Waiting connections cut for new ones.",
          http->evicted },
        { "mlps_http_refused_total", "counter", "Connections turned away.", http->refused },
        { "mlps_http_timeouts_total", "counter", "Connections ended by a deadline.",
          http->timed_out },
        { "mlps_bus_in_flight", "gauge", "Requests waiting for the bus.", bus->in_flight },
        { "mlps_bus_requests_total", "counter", "Requests sent to the bus.", bus->asked },
        { "mlps_bus_timeouts_total", "counter", "Requests without a reply in time.",
          bus->timed_out },
        { "mlps_bus_refused_total", "counter", "Requests that were not sent.", bus->refused },
        { "mlps_bus_watchdog_finds_total", "counter", "Replies the descriptor did not announce.",
          bus->watchdog_finds },
        { "mlps_event_streams", "gauge", "Open event streams.", hub->streams },
        { "mlps_events_sent_total", "counter", "Events given to streams.", hub->sent },
        { "mlps_event_lags_total", "counter", "Times a stream fell behind.", hub->lagged },
        { NULL, NULL, NULL, 0 },
    };
    struct http_reply reply;
    http_reply_init(&reply, call->route->status, call->route->type);
    if (metrics_text(gateway->metrics, values, &reply.body) != RC_OK)
        reply.status = 500;
    http_exchange_reply(&x, &reply);
}
