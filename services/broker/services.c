/* Queues. Per service: idle workers, requests that lost a worker, and a ring of lines, one for
 * each client with waiting requests; taking one request from the first line and sending the line
 * to the end is the whole of fairness. All steps are O(1). */
#include "broker_state.h"

#include <string.h>

#include "memory.h"

/* Names are compared as bytes; the table is keyed, so nobody can make them collide on purpose. */
struct service *service_find(const broker_t *self, const void *name, size_t len)
{
    struct table_node *node = table_find(&self->services, name, len);
    return node ? CHAIN_OWNER(node, struct service, by_name) : NULL;
}

/* A handful of rows, looked at once per service. */
static int64_t busy_ms_of(const struct broker_conf *conf, const char *name)
{
    for (size_t i = 0; i < conf->busy_count; i++)
        if (strcmp(conf->busy[i].service, name) == 0)
            return conf->busy[i].ms;
    return conf->busy_ms;
}

/* A client may not create services without end by asking for names that nobody offers; a worker
 * may, since it had to show its key. */
struct service *service_require(broker_t *self, const void *name, size_t len, bool for_worker)
{
    struct service *service = service_find(self, name, len);
    if (service || (!for_worker && self->services.count >= MAX_BROKER_SERVICES))
        return service;
    service = mem_new(sizeof(*service));
    chain_init(&service->idle);
    chain_init(&service->again);
    chain_init(&service->ring);
    memcpy(service->name, name, len);
    service->name_len = len;
    service->busy_ms = busy_ms_of(&self->conf, service->name);
    table_add(&self->services, &service->by_name, service->name, len);
    return service;
}

/* Forgotten when neither a worker nor a request is left; called after everything that takes one
 * away. */
void service_release(broker_t *self, struct service *service)
{
    if (service->workers > 0 || service->waiting > 0)
        return;
    table_remove(&self->services, &service->by_name);
    mem_free(service);
}

/* Key of a client's line: the service by its address, which is unique while it lives, and the
 * routing id. */
static size_t line_key(const struct service *service, const struct held *request,
                       unsigned char key[sizeof(void *) + ROUTING_ID_MAX])
{
    memcpy(key, &service, sizeof(service));
    memcpy(key + sizeof(service), request->id, request->id_len);
    return sizeof(service) + request->id_len;
}

/* Found by hash; a client that waits at two services has two lines. */
static struct line *line_require(broker_t *self, struct service *service,
                                 const struct held *request)
{
    unsigned char key[sizeof(void *) + ROUTING_ID_MAX];
    size_t len = line_key(service, request, key);
    struct table_node *node = table_find(&self->lines, key, len);
    if (node)
        return CHAIN_OWNER(node, struct line, by_client);
    struct line *line = mem_new(sizeof(*line));
    chain_init(&line->in_ring);
    chain_init(&line->requests);
    line->service = service;
    memcpy(line->key, key, len);
    table_add(&self->lines, &line->by_client, line->key, len);
    chain_add_last(&service->ring, &line->in_ring);
    service->lines++;
    return line;
}

/* An empty line would get turns for nothing. */
static void line_release(broker_t *self, struct line *line)
{
    if (line->count > 0)
        return;
    chain_remove(&line->in_ring);
    line->service->lines--;
    table_remove(&self->lines, &line->by_client);
    mem_free(line);
}

/* The age list is ordered because every request waits the same time and joins at its end. */
static void note_waiting(broker_t *self, struct service *service, struct held *request,
                         int64_t now_ms)
{
    request->service = service;
    request->since_ms = now_ms;
    chain_add_last(&self->waiting, &request->by_age);
    service->waiting++;
}

/* Only when nobody waits: a new request must not overtake those in line. */
bool service_offer(broker_t *self, struct service *service, struct held *request, int64_t now_ms)
{
    struct chain *idle;
    bool given = false;
    if (service->waiting > 0)
        return false;
    service->waiting++; /* keeps the service alive when its last worker turns out to be gone */
    while (!given && (idle = chain_first(&service->idle)) != NULL)
        given = worker_give(self, CHAIN_OWNER(idle, struct worker, in_service), request, now_ms);
    service->waiting--;
    return given;
}

/* A full queue refuses. One client may fill at most half of it, so that it cannot lock the others
 * out. */
bool service_wait(broker_t *self, struct service *service, struct held *request, int64_t now_ms)
{
    if (service->waiting >= self->conf.max_pending)
        return false;
    struct line *line = line_require(self, service, request);
    /* A line that was just made for this request is empty and never refused here, so no empty line
     * is left behind. */
    if (line->count > self->conf.max_pending / 2)
        return false;
    chain_add_last(&line->requests, &request->in_line);
    line->count++;
    request->line = line;
    note_waiting(self, service, request, now_ms);
    return true;
}

/* A line of its own before all others, for what a lost worker gave back. */
void service_wait_first(broker_t *self, struct service *service, struct held *request,
                        int64_t now_ms)
{
    chain_add_last(&service->again, &request->in_line);
    request->line = NULL;
    note_waiting(self, service, request, now_ms);
}

/* Take a request out of wherever it waits. */
static void stop_waiting(broker_t *self, struct held *request)
{
    struct line *line = request->line;
    chain_remove(&request->by_age);
    chain_remove(&request->in_line);
    request->service->waiting--;
    request->service = NULL;
    request->line = NULL;
    if (line) {
        line->count--;
        line_release(self, line);
    }
}

/* Whose turn it is: requests that lost their worker, then one of each client in turn. */
static struct held *next_request(struct service *service)
{
    struct chain *again = chain_first(&service->again);
    if (again)
        return CHAIN_OWNER(again, struct held, in_line);
    struct chain *turn = chain_first(&service->ring);
    if (!turn)
        return NULL;
    struct line *line = CHAIN_OWNER(turn, struct line, in_ring);
    return CHAIN_OWNER(chain_first(&line->requests), struct held, in_line);
}

/* Turns go round by caller, so one that asks much does not starve the others; the line goes to the
 * end of the ring once it had its turn. */
void service_dispatch(broker_t *self, struct service *service, int64_t now_ms)
{
    struct held *request;
    while (!chain_empty(&service->idle) && (request = next_request(service)) != NULL) {
        struct chain *idle = chain_first(&service->idle);
        struct line *line = request->line;
        if (!worker_give(self, CHAIN_OWNER(idle, struct worker, in_service), request, now_ms))
            continue; /* that one was gone; the request still waits, which keeps the service alive
                       */
        if (line)
            chain_add_last(&service->ring, &line->in_ring);
        stop_waiting(self, request);
    }
}

/* The list is in order of age, so only its head needs a look. Returns when the next one expires. */
int64_t service_tick(broker_t *self, int64_t now_ms)
{
    struct chain *oldest;
    while ((oldest = chain_first(&self->waiting)) != NULL) {
        struct held *request = CHAIN_OWNER(oldest, struct held, by_age);
        struct service *service = request->service;
        if (now_ms - request->since_ms < self->conf.expire_ms)
            return request->since_ms + self->conf.expire_ms;
        stop_waiting(self, request);
        self->counters.expired++;
        outbox_error(self, request, RC_UNAVAILABLE, "no worker took the request in time");
        held_free(self, request);
        service_release(self, service);
    }
    return INT64_MAX;
}
