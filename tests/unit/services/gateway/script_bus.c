#include "script_bus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus_link.h"

enum { SLOTS = 1000 };

static struct slot {
    bool open;
    bool probe;
    bus_reply_fn *fn;
    void *arg;
    char service[80];
    char op[80];
    char key[160];
    char account[160];
    json_t *args;
} slots[SLOTS];
static size_t used;
static rc_t broken = RC_OK;
static struct bus_stats stats;

bus_link_t *bus_link_new(struct event_base *base, const struct bus_conf *conf, int budget)
{
    (void)base, (void)conf, (void)budget;
    used = 0;
    broken = RC_OK;
    stats = (struct bus_stats){ 0 };
    return (bus_link_t *)(void *)&slots;
}

static void end(struct slot *slot, rc_t rc, const json_t *result, const struct problem *problem)
{
    slot->open = false;
    stats.in_flight--;
    if (slot->fn)
        slot->fn(slot->arg, rc, result, problem);
    json_decref(slot->args);
}

void bus_link_destroy(bus_link_t **self_p)
{
    const struct problem gone = { .rc = RC_UNAVAILABLE };
    for (size_t i = 0; i < used; i++)
        if (slots[i].open)
            end(&slots[i], gone.rc, NULL, &gone);
    *self_p = NULL;
}

static void keep(const struct bus_ask *ask, bool probe)
{
    if (broken != RC_OK) {
        struct problem problem = { .rc = broken, .text = "broken by the test" };
        ask->fn(ask->arg, broken, NULL, &problem);
        json_decref(ask->args);
        return;
    }
    if (used == SLOTS)
        abort();
    struct slot *slot = &slots[used++];
    *slot = (struct slot){ .open = true, .probe = probe, .fn = ask->fn, .arg = ask->arg };
    slot->args = ask->args;
    snprintf(slot->service, sizeof(slot->service), "%s", ask->service);
    snprintf(slot->op, sizeof(slot->op), "%s", probe ? "" : ask->op);
    snprintf(slot->key, sizeof(slot->key), "%s", ask->key ? ask->key : "");
    snprintf(slot->account, sizeof(slot->account), "%s", ask->account ? ask->account : "");
    stats.in_flight++;
    stats.asked++;
}

void bus_link_ask(bus_link_t *self, const struct bus_ask *ask)
{
    (void)self;
    keep(ask, false);
}

void bus_link_probe(bus_link_t *self, const struct bus_ask *ask)
{
    (void)self;
    keep(ask, true);
}

void bus_link_forget(bus_link_t *self, const void *arg)
{
    (void)self;
    for (size_t i = 0; i < used; i++)
        if (slots[i].open && slots[i].arg == arg)
            slots[i].fn = NULL;
}

const struct bus_stats *bus_link_stats(const bus_link_t *self)
{
    (void)self;
    return &stats;
}

bool script_bus_next(struct script_ask *ret_ask)
{
    for (size_t i = 0; i < used; i++) {
        if (!slots[i].open)
            continue;
        *ret_ask = (struct script_ask){ .args = slots[i].args, .probe = slots[i].probe, .slot = i };
        memcpy(ret_ask->service, slots[i].service, sizeof(ret_ask->service));
        memcpy(ret_ask->op, slots[i].op, sizeof(ret_ask->op));
        memcpy(ret_ask->key, slots[i].key, sizeof(ret_ask->key));
        memcpy(ret_ask->account, slots[i].account, sizeof(ret_ask->account));
        return true;
    }
    return false;
}

size_t script_bus_open(void)
{
    return (size_t)stats.in_flight;
}

void script_bus_answer(const struct script_ask *ask, const char *json)
{
    const struct problem none = { .rc = RC_OK };
    json_t *result = json_loads(json, 0, NULL);
    if (!result)
        abort();
    end(&slots[ask->slot], RC_OK, result, &none);
    json_decref(result);
}

void script_bus_refuse(const struct script_ask *ask, rc_t rc, const char *field, const char *text)
{
    struct problem problem = { .rc = RC_OK };
    problem_set(&problem, rc, field, "%s", text);
    end(&slots[ask->slot], rc, NULL, &problem);
}

void script_bus_break(rc_t rc)
{
    broken = rc;
}
