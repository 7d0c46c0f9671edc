#include "step_host.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "event_bus.h"
#include "logline.h"
#include "process.h"
#include "stepper.h"
#include "stopflag.h"

/* Milliseconds, doubled per failure; half of it is random, so that workers do not come back all at
 * once (FI-08). */
enum {
    /* Doubled per failure; half of it is random, so that workers do not come back all at once
     * (FI-08). */
    BACKOFF_FIRST_MS = 100,
    BACKOFF_MOST_MS = 5000,
};

/* Fits call_events_fn; `arg` is the worker's publisher. */
static void publish(void *arg, const char *topic, const char *json)
{
    event_pub_send(arg, topic, json);
}

/* Lives on main's frame; one thread. */
struct loop {
    const struct worker_def *def;
    struct process_conf conf;
    struct stepper stepper;
    event_sub_t *sub;
    event_pub_t *pub;
    int64_t backoff_ms; /* 0 after a success */
    bool settled;       /* process_settle was called, after the first step without work */
};

/* Idle steps say nothing: a log of them would hide the rest. */
static void log_done(int64_t done)
{
    char text[24];
    snprintf(text, sizeof(text), "%" PRId64, done);
    if (done > 0)
        log_debug("step", "done", text);
}

/* Never gives up: a database that is away comes back, and what was not done is still due. A stop
 * ends the rest. */
static void rest_after_failure(struct loop *self, const struct problem *problem)
{
    int64_t next = self->backoff_ms ? 2 * self->backoff_ms : BACKOFF_FIRST_MS;
    self->backoff_ms = next < BACKOFF_MOST_MS ? next : BACKOFF_MOST_MS;
    log_warn("step_failed", "rc", rc_word(problem->rc), "reason", problem->text);
    process_rest(self->backoff_ms / 2 +
                 (int64_t)randombytes_uniform((uint32_t)self->backoff_ms / 2 + 1));
}

/* After the first idle step, when starting is over and every path has been walked once. */
static void settle_once(struct loop *self, const struct step_result *result)
{
    if (self->settled || result->done > 0)
        return;
    self->settled = true;
    process_settle();
}

/* Events only wake: what they say is read from the tables. */
static void run_once(struct loop *self)
{
    struct problem problem = { .rc = RC_OK };
    struct step_result result;
    const char *topic, *json;
    process_alive();
    event_sub_drain(self->sub);
    rc_t rc = stepper_run(&self->stepper, &self->conf.clk, &result, &problem);
    call_events_publish(&self->stepper.events, publish, self->pub);
    if (rc != RC_OK) {
        problem_set(&problem, rc, NULL, "the step failed");
        rest_after_failure(self, &problem);
        return;
    }
    self->backoff_ms = 0;
    log_done(result.done);
    settle_once(self, &result);
    int64_t wait_ms = stepper_wait_ms(self->def, &self->conf.clk, &result);
    if (wait_ms > 0 && event_sub_next(self->sub, wait_ms, stop_fd(), &topic, &json) == RC_OK)
        log_debug("woken", "topic", topic);
}

/* The worker's own state. False when its options are wrong; *ret_exit is then main's result. */
static bool open_local(const struct loop *self, void **ret_local, int *ret_exit)
{
    struct problem problem = { .rc = RC_OK };
    const struct worker_def *def = self->def;
    *ret_local = def->local_new ? def->local_new() : NULL;
    if (!def->local_open || def->local_open(&self->conf.options, ret_local, &problem) == RC_OK)
        return true;
    fprintf(stderr, "mlps-%s: %s\n", def->name, problem.text);
    *ret_exit = EXIT_USAGE;
    return false;
}

/* Returns the process's exit code. Own options are judged before the database is waited for, so
 * that a mistyped one is told at once. */
int worker_main(const struct worker_def *def, int argc, char **argv)
{
    struct loop loop = { .def = def, .conf = { .own = def->options } };
    void *local;
    int code;
    if (!process_start(&loop.conf, def->name, argc, argv, &code) ||
        !open_local(&loop, &local, &code))
        return code;
    if (!process_await_database(&loop.conf, def->name, &code)) {
        if (local && def->local_destroy)
            def->local_destroy(local);
        return code;
    }
    pg_t *db = process_pg(&loop.conf, def->name);
    stepper_init(&loop.stepper, def, db);
    loop.stepper.local = local;
    loop.sub = event_sub_new(&loop.conf.bus, def->wakers);
    loop.pub = event_pub_new(&loop.conf.bus);
    loop.stepper.events.publish = publish;
    loop.stepper.events.publish_arg = loop.pub;
    log_info("ready");
    while (!stop_asked())
        run_once(&loop);
    event_sub_destroy(&loop.sub);
    event_pub_destroy(&loop.pub);
    if (loop.stepper.local && def->local_destroy)
        def->local_destroy(loop.stepper.local);
    stepper_fini(&loop.stepper);
    pg_destroy(&db);
    log_info("stopped");
    return EXIT_DONE;
}
