#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "deadline_step.h"
#include "delivery_routes.h"
#include "envelope.h"
#include "lifecycle_routes.h"
#include "penalty_step.h"
#include "registry_handlers.h"
#include "reminder_step.h"
#include "report_handlers.h"
#include "scheduler_step.h"
#include "sla_routes.h"

/* Bytes of names; rounds after which workers that wake each other for ever are told as a fault. */
enum {
    ROLE_SIZE = 64,
    KEY_SIZE = 40,
    SETTLE_ROUNDS = 100000, /* far more than a full batch per row of the largest run */
};
/* Whom the services see: a person's command may call everything a scenario does. */
static const char CALLER[] = "cli";
static const char SERVICE_PREFIX[] = "mlps.";

/* In the order in which they are asked and run; the scheduler first, since the others follow what it rules. */
static const struct service_def *const SERVICES[WORLD_SERVICES] = { &REGISTRY, &LIFECYCLE_SERVICE, &DELIVERY_SERVICE,
                                                                    &SLA_SERVICE, &REPORT };
static const struct worker_def *const WORKERS[WORLD_WORKERS] = { &SCHEDULER_WORKER, &DEADLINE_WORKER, &PENALTY_WORKER,
                                                                 &REMINDER_WORKER };

/* Each part logs in as its own role, as in production: a missing grant shows here and not first on
 * a customer's machine (RLS-01). Opened on first use. */
static pg_t *connection(const char *dsn, const char *name)
{
    char role[ROLE_SIZE];
    snprintf(role, sizeof(role), "mlps_%s", name);
    return pg_new(&(struct pg_conf){ .dsn = dsn, .role = role, .process = "mlps-simulate" });
}

/* A worker's own state; one that makes it from options gets none of them: the reminder worker then sends no mail. */
static rc_t open_local(const struct worker_def *def, void **ret_local, struct problem *problem)
{
    char name[] = "mlps-simulate";
    char *argv[] = { name, NULL };
    struct options options;
    *ret_local = def->local_new ? def->local_new() : NULL;
    if (!def->local_open)
        return RC_OK;
    rc_t rc = options_read(&options, def->options, 1, argv, problem);
    return rc == RC_OK ? def->local_open(&options, ret_local, problem) : rc;
}

/* A session is there once its connection is. */
static rc_t seat_session(struct world *self, pg_t *db, struct problem *problem)
{
    rc_t rc = pg_ready(db, problem);
    if (rc == RC_OK)
        seat_add(&self->seat, pg_session_process(db));
    return rc;
}

/* All connections are tried before the first instant, so that a database that is not there ends the
 * run at once. On failure world_close is still due. */
rc_t world_open(struct world *self, const char *dsn, int64_t now_us, struct problem *problem)
{
    rc_t rc = RC_OK;
    *self = (struct world){ .clk = clk_fixed(now_us) };
    seat_init(&self->seat);
    bytebuf_init(&self->frame, MAX_REQUEST_BYTES);
    bytebuf_init(&self->reply, MAX_REPLY_BYTES);
    for (size_t i = 0; i < WORLD_SERVICES; i++) {
        self->service_db[i] = connection(dsn, SERVICES[i]->name);
        dispatch_init(&self->services[i], SERVICES[i], &self->clk, self->service_db[i]);
    }
    for (size_t i = 0; i < WORLD_WORKERS; i++) {
        self->worker_db[i] = connection(dsn, WORKERS[i]->name);
        stepper_init(&self->workers[i], WORKERS[i], self->worker_db[i]);
    }
    for (size_t i = 0; rc == RC_OK && i < WORLD_WORKERS; i++)
        rc = open_local(WORKERS[i], &self->workers[i].local, problem);
    for (size_t i = 0; rc == RC_OK && i < WORLD_SERVICES; i++)
        rc = seat_session(self, self->service_db[i], problem);
    for (size_t i = 0; rc == RC_OK && i < WORLD_WORKERS; i++)
        rc = seat_session(self, self->worker_db[i], problem);
    return rc;
}

/* A worker's own state ends before the stepper and the connection it uses. Safe after a failure in
 * the middle of world_open. */
void world_close(struct world *self)
{
    for (size_t i = 0; i < WORLD_SERVICES; i++) {
        dispatch_fini(&self->services[i]);
        pg_destroy(&self->service_db[i]);
    }
    for (size_t i = 0; i < WORLD_WORKERS; i++) {
        if (self->workers[i].local && WORKERS[i]->local_destroy)
            WORKERS[i]->local_destroy(self->workers[i].local);
        stepper_fini(&self->workers[i]);
        pg_destroy(&self->worker_db[i]);
    }
    bytebuf_fini(&self->frame);
    bytebuf_fini(&self->reply);
    seat_leave(&self->seat);
}

/* The one clock all services and workers read (FI-12): it only moves between two rounds of work, so
 * that everything within a round happens at one instant. */
void world_set(struct world *self, int64_t now_us)
{
    self->clk = clk_fixed(now_us);
}

/* By the bus's name, prefix included, so that a scenario's actions need no second spelling. */
static struct dispatch *find(struct world *self, const char *service)
{
    size_t prefix = sizeof(SERVICE_PREFIX) - 1;
    if (strncmp(service, SERVICE_PREFIX, prefix) != 0)
        return NULL;
    for (size_t i = 0; i < WORLD_SERVICES; i++)
        if (strcmp(SERVICES[i]->name, service + prefix) == 0)
            return &self->services[i];
    return NULL;
}

/* Nobody listens: what would go on the bus is only noted, so that the workers look again. */
static void forget(void *arg, const char *topic, const char *json)
{
    struct world *self = arg;
    (void)topic;
    (void)json;
    memset(self->next_us, 0, sizeof(self->next_us));
}

/* Through the same codec and dispatcher as over the bus, only without the bus: requests are
 * encoded, bounded and decoded as in production. Takes `args` always; keys are numbered, so no
 * request is taken for a repetition of another. */
rc_t world_ask(struct world *self, const char *service, const char *op, json_t *args, json_t **ret_result,
               struct problem *problem)
{
    char key[KEY_SIZE];
    json_t *result = NULL;
    struct problem said = { .rc = RC_OK }; /* the reply carries it as well */
    struct dispatch *dispatch = find(self, service);
    struct request request = { .op = op, .args = args, .idempotency_key = key, .deadline_ms = DEADLINE_MS_MAX };
    seat_turn(&self->seat);
    snprintf(key, sizeof(key), "sim-%" PRId64, ++self->asked);
    bytebuf_reset(&self->frame);
    bytebuf_reset(&self->reply);
    rc_t rc = dispatch ? request_encode(&request, &self->frame) : RC_NOT_FOUND;
    json_decref(args);
    if (rc != RC_OK)
        return problem_set(problem, rc, "service", "could not ask %s for %s", service, op);
    struct frame frame = { CALLER, bytebuf_str(&self->frame), self->frame.len };
    (void)dispatch_serve(dispatch, &frame, &self->reply, &said);
    call_events_publish(&dispatch->events, forget, self);
    rc = reply_decode(bytebuf_str(&self->reply), self->reply.len, &result, problem);
    if (rc == RC_OK && ret_result)
        *ret_result = result;
    else
        json_decref(result);
    return rc;
}

/* One step of a worker; whether it may find more to do at once. */
static rc_t run_one(struct world *self, size_t i, bool *ret_more, struct problem *problem)
{
    struct step_result result = { .next_us = STEP_NEVER };
    rc_t rc = stepper_run(&self->workers[i], &self->clk, &result, problem);
    self->steps++;
    if (rc != RC_OK)
        return rc;
    self->next_us[i] = result.next_us;
    *ret_more = result.done > 0 || result.next_us <= clk_now(&self->clk);
    call_events_publish(&self->workers[i].events, forget, self);
    return RC_OK;
}

/* A worker runs when its time has come or when anything was told since it ran last. */
rc_t world_settle(struct world *self, int64_t *ret_next_us, struct problem *problem)
{
    int64_t now = clk_now(&self->clk);
    bool busy = true;
    for (int round = 0; busy; round++) {
        busy = false;
        if (round == SETTLE_ROUNDS)
            return problem_set(problem, RC_INTERNAL, NULL, "the workers do not come to rest");
        for (size_t i = 0; i < WORLD_WORKERS; i++) {
            bool more = false;
            rc_t rc = self->next_us[i] <= now ? run_one(self, i, &more, problem) : RC_OK;
            if (rc != RC_OK)
                return rc;
            busy = busy || more;
        }
    }
    *ret_next_us = STEP_NEVER;
    for (size_t i = 0; i < WORLD_WORKERS; i++)
        *ret_next_us = self->next_us[i] < *ret_next_us ? self->next_us[i] : *ret_next_us;
    return RC_OK;
}
