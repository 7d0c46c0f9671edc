#include "service_host.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "event_bus.h"
#include "idempotency_store.h"
#include "logline.h"
#include "mdp_worker.h"
#include "memory.h"
#include "process.h"
#include "service_dispatch.h"
#include "stopflag.h"

/* Milliseconds, but for the batch, which bounds one purge so that a request does not wait behind
 * it. */
enum {
    WAIT_MS = 60000, /* between two looks at nothing in particular; a stop ends the wait */
    PURGE_EVERY_MS = 600000,
    PURGE_BATCH = 5000,
    SETTLE_MS = 2000, /* starting is over by then, unless requests came at once */
};

/* Shared by all threads and read-only once they run. */
struct host {
    const struct service_def *def;
    struct process_conf conf;
};

/* One thread: worker, connection, publisher and the state between them. */
struct host_thread {
    const struct host *host;
    mdp_worker_t *worker;
    event_pub_t *pub;
    pg_t *db;
    struct dispatch dispatch;
    struct bytebuf reply;
    int64_t purge_at_ms;
};

/* Fits call_events_fn; `arg` is the publisher of this thread, since sockets must not change threads
 * (trap 11). */
static void publish(void *arg, const char *topic, const char *json)
{
    event_pub_send(arg, topic, json);
}

/* What a caller did wrong is logged for debugging only: anybody on the bus can cause it. Denials
 * are kept, for they may be attacks. */
static void log_call(const struct frame *frame, rc_t rc, const struct problem *problem)
{
    if (rc == RC_INTERNAL || rc == RC_UNAVAILABLE || rc == RC_DENIED)
        log_warn("call_failed", "rc", rc_word(rc), "caller", frame->caller, "reason",
                 problem->text);
    else if (rc != RC_OK)
        log_debug("call_refused", "rc", rc_word(rc), "caller", frame->caller, "reason",
                  problem->text);
}

/* Events go out before the reply, so that a caller who then reads finds others told already. The
 * transaction is over in any case. */
static void serve_one(struct host_thread *self, const struct mdp_job *job)
{
    struct problem problem = { .rc = RC_OK };
    struct frame frame = { .caller = job->caller, .body = job->body, .len = job->len };
    bytebuf_reset(&self->reply);
    rc_t rc = dispatch_serve(&self->dispatch, &frame, &self->reply, &problem);
    log_call(&frame, rc, &problem);
    call_events_publish(&self->dispatch.events, publish, self->pub);
    if (mdp_worker_reply(self->worker, &self->reply) != RC_OK)
        log_warn("reply_lost", "caller", frame.caller); /* the caller repeats it under its key */
}

/* `arg` is the service's name: keys are kept per service. */
static rc_t purge(pg_t *db, void *arg, struct problem *problem)
{
    int64_t purged;
    return idempotency_purge(db, arg, PURGE_BATCH, &purged, problem);
}

/* Old keys go when nothing else is to be done; what is left over waits for the next time. */
static void purge_when_idle(struct host_thread *self)
{
    struct problem problem = { .rc = RC_OK };
    char service[ROLE_TEXT];
    if (clk_mono_ms() < self->purge_at_ms)
        return;
    self->purge_at_ms = clk_mono_ms() + PURGE_EVERY_MS;
    snprintf(service, sizeof(service), "%s", self->host->def->name);
    pg_set_context(self->db,
                   &(struct pg_context){ .account = service }); /* not the last caller's */
    if (pg_tx(self->db, PG_WRITE, purge, service, &problem) != RC_OK)
        log_warn("purge_failed", "reason", problem.text);
}

/* Everything a thread uses is made in it: sockets and connections are not shared (trap 11). */
static void thread_open(struct host_thread *self, const struct host *host)
{
    char service[MAX_SERVICE_NAME + 1];
    snprintf(service, sizeof(service), "mlps.%s", host->def->name);
    self->host = host;
    self->worker = mdp_worker_new(&host->conf.bus, service);
    self->pub = event_pub_new(&host->conf.bus);
    self->db = process_pg(&host->conf, host->def->name);
    self->purge_at_ms = clk_mono_ms() + PURGE_EVERY_MS;
    dispatch_init(&self->dispatch, host->def, &host->conf.clk, self->db);
    bytebuf_init(&self->reply, MAX_REPLY_BYTES);
}

/* The worker first, so that the broker sends nothing more to a thread that is leaving (MDP-08). */
static void thread_close(struct host_thread *self)
{
    mdp_worker_destroy(&self->worker);
    event_pub_destroy(&self->pub);
    dispatch_fini(&self->dispatch);
    pg_destroy(&self->db);
    bytebuf_fini(&self->reply);
}

/* Ends after the request in hand, at the latest after WAIT_MS; the stop descriptor ends the wait at
 * once (FI-23). */
static void *serve(void *arg)
{
    struct host_thread self;
    thread_open(&self, arg);
    while (!stop_asked()) {
        struct mdp_job job;
        process_alive();
        rc_t rc = mdp_worker_next(self.worker, WAIT_MS, stop_fd(), &job);
        if (rc == RC_OK)
            serve_one(&self, &job);
        else
            purge_when_idle(&self);
    }
    thread_close(&self);
    return NULL;
}

/* Returns the process's exit code. Threads share nothing but the configuration, which is read-only
 * by then. */
int service_main(const struct service_def *def, int argc, char **argv)
{
    struct host host = { .def = def };
    int code;
    if (!process_start(&host.conf, def->name, argc, argv, &code) ||
        !process_await_database(&host.conf, def->name, &code))
        return code;
    pthread_t *threads = mem_array((size_t)host.conf.threads, sizeof(*threads));
    for (int64_t i = 0; i < host.conf.threads; i++)
        threads[i] = process_thread(serve, &host);
    log_info("ready");
    process_rest(SETTLE_MS);
    process_settle();
    for (int64_t i = 0; i < host.conf.threads; i++)
        pthread_join(threads[i], NULL);
    mem_free(threads);
    log_info("stopped");
    return EXIT_DONE;
}
