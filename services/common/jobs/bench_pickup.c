#include "bench_pickup.h"

#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "attr.h"
#include "bench_times.h"
#include "clk.h"
#include "event_bus.h"
#include "job_loop.h"
#include "memory.h"
#include "process.h"
#include "stepper.h"

/* Milliseconds, but for the count; PICKUP_MS is the wait for one job. */
enum {
    POLL_MS = 1000, /* the worker's slow poll */
    PICKUP_MS = 10000,
    WARM_UP = 10, /* first ones that connect and prepare */
};
#define QUEUE "bench_pickup"

/* The worker's thread and the enqueuer tell each other by two event descriptors. */
struct pickup {
    const struct bench_jobs_conf *conf;
    int started;    /* a handler began; readable once per job */
    int stop;       /* readable: the worker is to end */
    int64_t at_us;  /* machine time at which that handler began */
    int64_t failed; /* steps that failed; only written by the worker */
};

/* Also orders memory: what was written before is seen by the thread that reads the descriptor. */
static void signal_fd(int fd)
{
    static const uint64_t ONE = 1;
    if (write(fd, &ONE, sizeof(ONE)) != sizeof(ONE))
        abort(); /* a counter that is read after every write cannot overflow */
}

/* The time is taken first; the rest is not part of the pickup. */
static rc_t on_job(struct job_run *run, struct problem *problem)
{
    struct pickup *pickup = run->step->local;
    (void)problem;
    pickup->at_us = clk_mono_us();
    signal_fd(pickup->started);
    return RC_OK;
}

/* As a worker's main.c would have it, but for the handler. */
static const struct job_kind KINDS[] = { { "noop", 60000, on_job } };
static const struct job_queue_def QUEUE_DEF = { .queue = QUEUE,
                                                .kinds = KINDS,
                                                .kind_count = COUNT_OF(KINDS),
                                                .batch = 10,
                                                .lease_ms = JOB_LEASE_MS,
                                                .sweep_ms = JOB_SWEEP_MS };

/* An interrupted wait counts as nothing there; the caller then looks again or gives up. */
static bool is_readable(int fd, int64_t wait_ms)
{
    struct pollfd one = { .fd = fd, .events = POLLIN };
    return poll(&one, 1, (int)wait_ms) > 0;
}

/* The loop of step_host on its own descriptor: woken by the event, with a slow poll behind. */
static void *work(void *arg)
{
    static const char *const WAKERS[] = { "-/job." QUEUE, NULL };
    struct pickup *pickup = arg;
    const char *topic, *json;
    struct problem problem;
    struct pg_conf conf = { .dsn = pickup->conf->dsn, .process = "mlps-bench-worker" };
    pg_t *db = pg_new(&conf);
    job_loop_t *loop = job_loop_new(&QUEUE_DEF, pg_new(&conf));
    event_sub_t *sub = event_sub_new(pickup->conf->bus, WAKERS);
    struct call_events events;
    call_events_init(&events, db);
    while (!is_readable(pickup->stop, 0)) {
        struct step step = { .db = db, .local = pickup, .problem = &problem, .events = &events };
        event_sub_drain(sub);
        problem_clear(&problem);
        pickup->failed += job_loop_step(loop, &step) != RC_OK;
        rc_t woken = event_sub_next(sub, POLL_MS, pickup->stop, &topic, &json);
        (void)woken; /* an event or the poll: either way look at the table */
    }
    event_sub_destroy(&sub);
    job_loop_destroy(&loop);
    pg_destroy(&db);
    call_events_fini(&events);
    return NULL;
}

/* A job that does nothing: what is measured is the way to the worker. */
static rc_t put_one(pg_t *db, void *arg, struct problem *problem)
{
    struct job_new job = { .kind = "noop", .max_attempts = 3 };
    int64_t id;
    (void)arg;
    return job_enqueue(db, QUEUE, &job, &id, problem);
}

/* Enqueue one job, wake the worker, and wait until its handler began. */
static rc_t measure_one(struct pickup *pickup, pg_t *db, event_pub_t *pub, int64_t *ret_us,
                        struct problem *problem)
{
    uint64_t count;
    rc_t rc = pg_tx(db, PG_WRITE, put_one, NULL, problem);
    int64_t committed = clk_mono_us();
    if (rc != RC_OK)
        return rc;
    event_pub_send(pub, "-/job." QUEUE, "{}");
    if (!is_readable(pickup->started, PICKUP_MS) ||
        read(pickup->started, &count, sizeof(count)) != sizeof(count))
        return problem_set(problem, RC_TIMEOUT, NULL, "no worker took a job within %d ms",
                           PICKUP_MS);
    *ret_us = pickup->at_us > committed ? pickup->at_us - committed : 0;
    return RC_OK;
}

/* One at a time: a job put while another runs would measure the queue. `us` is filled on success
 * only. */
static rc_t measure_all(struct pickup *pickup, int64_t *us, struct problem *problem)
{
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = pickup->conf->dsn, .process = "mlps-bench" });
    event_pub_t *pub = event_pub_new(pickup->conf->bus);
    int64_t ignored;
    rc_t rc = RC_OK;
    for (int i = 0; rc == RC_OK && i < WARM_UP; i++)
        rc = measure_one(pickup, db, pub, &ignored, problem);
    for (int64_t i = 0; rc == RC_OK && i < pickup->conf->pickups; i++)
        rc = measure_one(pickup, db, pub, &us[i], problem);
    event_pub_destroy(&pub);
    pg_destroy(&db);
    return rc;
}

/* The worker waits in a thread of this process, so that putting and starting are read from one
 * clock. */
rc_t bench_pickup(const struct bench_jobs_conf *conf, json_t *result, struct problem *problem)
{
    struct pickup pickup = { .conf = conf,
                             .started = eventfd(0, EFD_CLOEXEC),
                             .stop = eventfd(0, EFD_CLOEXEC) };
    if (conf->pickups < 1 || conf->pickups > 100000 || pickup.started < 0 || pickup.stop < 0)
        return problem_set(problem, RC_INVALID, NULL, "expected 1 to 100000 pick-ups");
    int64_t *us = mem_array((size_t)conf->pickups, sizeof(*us));
    pthread_t worker = process_thread(work, &pickup);
    rc_t rc = measure_all(&pickup, us, problem);
    signal_fd(pickup.stop);
    pthread_join(worker, NULL);
    close(pickup.started);
    close(pickup.stop);
    if (rc == RC_OK)
        json_object_set_new(result, "pickup", bench_times(us, (size_t)conf->pickups));
    mem_free(us);
    return rc;
}
