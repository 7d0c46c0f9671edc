/* One verdict for all who ask. A round asks the broker for each service and the database through
 * one of them; it is begun by whoever comes first after the last verdict has aged, and whoever
 * comes meanwhile waits for its end. */
#include "ready.h"

#include <string.h>

#include "clk.h"
#include "memory.h"

enum {
    /* A verdict is shared by all who ask within VERDICT_MS, so that asking often costs the bus
     * nothing (WEB-07). */
    WAITERS_MAX = 64,
    VERDICT_MS = 1000,  /* a verdict is given again for so long */
    DEADLINE_MS = 2000, /* of one question */
};

/* What requests are relayed to; workers are not needed to answer. */
static const char *const SERVICES[] = { "mlps.registry", "mlps.lifecycle", "mlps.delivery",
                                        "mlps.sla", "mlps.report" };
enum { SERVICE_COUNT = COUNT_OF(SERVICES), CHECK_DATABASE = SERVICE_COUNT, CHECK_COUNT };

/* One question of a round; `word` is static. */
struct check {
    ready_t *owner;
    const char *name;
    const char *word; /* "ok", or the word of what went wrong; while under way that of the round
                         before, at first "" */
};

/* At most one round is under way; who comes meanwhile waits for its verdict. */
struct ready {
    bus_link_t *bus;
    int64_t judged_ms; /* when the last round ended; 0: never */
    size_t open;       /* questions under way */
    struct check checks[CHECK_COUNT];
    size_t waiter_count;
    struct http_exchange *waiters[WAITERS_MAX];
};

/* The bus is borrowed and must outlive this. Nothing is asked before somebody wants to know. */
ready_t *ready_new(bus_link_t *bus)
{
    ready_t *self = mem_new(sizeof(*self));
    self->bus = bus;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        self->checks[i] = (struct check){ .owner = self,
                                          .name = i == CHECK_DATABASE ? "database" : SERVICES[i],
                                          .word = "" };
    return self;
}

/* One that is missing is enough to make the whole unusable. */
static bool all_well(const ready_t *self)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (strcmp(self->checks[i].word, "ok") != 0)
            return false;
    return true;
}

/* Every check is named, so that whoever reads it knows where to look. */
static void answer_one(const ready_t *self, struct http_exchange *x)
{
    struct http_reply reply;
    bool well = all_well(self);
    json_t *json = json_object();
    json_t *checks = json_object();
    for (size_t i = 0; i < CHECK_COUNT; i++)
        json_object_set_new(checks, self->checks[i].name, json_string(self->checks[i].word));
    json_object_set_new(json, "ready", json_boolean(well));
    json_object_set_new(json, "checks", checks);
    http_reply_init(&reply, well ? 200 : 503, HTTP_TYPE_JSON);
    http_reply_json(&reply, json);
    if (!well)
        http_reply_field(&reply, "Retry-After", "1");
    json_decref(json);
    http_exchange_reply(&x, &reply);
}

/* The count goes to 0 first: an answer may make its client ask again, which must not land in the
 * list being walked. */
static void answer_all(ready_t *self)
{
    size_t count = self->waiter_count;
    self->waiter_count = 0;
    for (size_t i = 0; i < count; i++)
        answer_one(self, self->waiters[i]);
}

/* The round ends with its last answer; each has a deadline, so it does end. */
static void on_answer(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    struct check *check = arg;
    ready_t *self = check->owner;
    (void)result, (void)problem;
    check->word = rc_word(rc);
    if (--self->open > 0)
        return;
    self->judged_ms = clk_mono_ms();
    answer_all(self);
}

/* Asking the broker costs no worker's time; the database is asked through the one service that
 * reads all of it. */
static void ask_all(ready_t *self)
{
    self->open = CHECK_COUNT;
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        struct bus_ask ask = {
            .service = i == CHECK_DATABASE ? "mlps.report" : SERVICES[i],
            .op = "event.list",
            .deadline_ms = DEADLINE_MS,
            .fn = on_answer,
            .arg = &self->checks[i],
        };
        if (i == CHECK_DATABASE) {
            ask.args = json_pack("{s:i,s:i}", "after", 0, "limit", 1);
            bus_link_ask(self->bus, &ask);
        } else {
            bus_link_probe(self->bus, &ask);
        }
    }
}

/* Takes the exchange. Beyond WAITERS_MAX the answer is an overload at once, not a wait. */
void ready_answer(ready_t *self, struct http_exchange *x)
{
    static const struct http_refusal FULL = { .fault = FAULT_OVERLOADED,
                                              .detail = "too many ask at once" };
    struct http_reply reply;
    if (self->open == 0 && self->judged_ms != 0 && clk_mono_ms() - self->judged_ms < VERDICT_MS) {
        answer_one(self, x);
        return;
    }
    if (self->waiter_count == WAITERS_MAX) {
        http_reply_refuse(&reply, &FULL, x->lang);
        http_exchange_reply(&x, &reply);
        return;
    }
    self->waiters[self->waiter_count++] = x;
    if (self->open == 0)
        ask_all(self);
}

/* Who waits is answered by the words known so far, of a check under way by that of the round
 * before. */
void ready_destroy(ready_t **self_p)
{
    ready_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        bus_link_forget(self->bus, &self->checks[i]);
    answer_all(self);
    mem_free(self);
    *self_p = NULL;
}
