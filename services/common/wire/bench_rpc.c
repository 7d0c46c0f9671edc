/* Rounds of the three kinds follow each other, so that a slow moment of the machine hits all of
 * them; the median round of each counts. Each body carries a number that must come back exactly
 * once.
 *
 * What is measured: a lock-step round trip by the broker beside one by a bare ROUTER-DEALER proxy
 * (what the sockets themselves cost), and the same with many calls in flight (what the rules cost
 * when nothing waits for the network). */
#include "bench_rpc.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "bench_child.h"
#include "bench_echo.h"
#include "clk.h"
#include "frames.h"
#include "mdp.h"
#include "memory.h"

#define ONE_WORKER   "bench.one"
#define MANY_WORKERS "bench.many"

/* Calls that are not counted; milliseconds; frames of a reply (RFC 7). */
enum { WARM_UP = 500, REPLY_MS = 5000, REPLY_FRAMES = 4 };

/* One run: the processes, our ends, and what was measured. */
struct bench {
    const struct bench_rpc_conf *conf;
    struct bench_child broker, proxy;
    struct bench_echo one, many, bounce;
    void *client;        /* DEALER at the broker */
    void *bare;          /* DEALER at the proxy */
    unsigned char *body; /* body_bytes, the first eight are the number of the call */
    bool *answered;      /* of the calls of a pipelined round */
    struct frames in;
    int64_t *lock_us, *bare_us, *pipe_us; /* time of each round */
    uint64_t sent;                        /* calls so far */
};

/* Odd rounds have a middle one; in_flight stays below what the broker queues per client. */
struct bench_rpc_conf bench_rpc_conf_default(void)
{
    return (struct bench_rpc_conf){
        .rounds = 21,
        .calls = 2000,
        .body_bytes = 256,
        .in_flight = 100,
        .workers = 16,
    };
}

/* Bounds of the header, in one table. */
static rc_t check_conf(const struct bench_rpc_conf *conf, struct problem *problem)
{
    const struct {
        const char *name;
        int64_t value, least, most;
    } rows[] = {
        { "rounds", conf->rounds, 1, 1000 },
        { "calls", conf->calls, 1, 1000000 },
        { "body_bytes", conf->body_bytes, sizeof(uint64_t), 1 << 20 },
        { "in_flight", conf->in_flight, 1, 400 },
        { "workers", conf->workers, 1, BENCH_WORKERS_MAX },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].value < rows[i].least || rows[i].value > rows[i].most)
            return problem_set(problem, RC_INVALID, rows[i].name,
                               "\"%s\" must be from %lld to %lld", rows[i].name,
                               (long long)rows[i].least, (long long)rows[i].most);
    return RC_OK;
}

/* One text for every way an answer can be missing: the figure would be worthless anyway. */
static rc_t lost(struct problem *problem)
{
    return problem_set(problem, RC_INTERNAL, NULL, "an answer was lost or wrong");
}

/* A new number in the first eight bytes. */
static void number_body(struct bench *self)
{
    self->sent++;
    memcpy(self->body, &self->sent, sizeof(self->sent));
}

/* REQUEST of 7/MDP, frame by frame. */
static rc_t ask(struct bench *self, const char *service)
{
    number_body(self);
    size_t len = (size_t)self->conf->body_bytes;
    if (zmq_send(self->client, "", 0, ZMQ_SNDMORE) < 0 ||
        zmq_send(self->client, MDP_CLIENT_1, MDP_HEADER_LEN, ZMQ_SNDMORE) < 0 ||
        zmq_send(self->client, service, strlen(service), ZMQ_SNDMORE) < 0 ||
        zmq_send(self->client, self->body, len, 0) < 0)
        return RC_UNAVAILABLE;
    return RC_OK;
}

/* Next reply; the number it answers. The socket blocks for REPLY_MS at most. */
static rc_t take(struct bench *self, uint64_t *ret_number)
{
    zmq_msg_t *frame = NULL;
    frames_clear(&self->in);
    for (size_t i = 0; i < REPLY_FRAMES; i++) {
        frame = &self->in.at[i];
        zmq_msg_init(frame);
        self->in.count++;
        if (zmq_msg_recv(frame, self->client, 0) < 0)
            return RC_TIMEOUT;
    }
    if (zmq_msg_more(frame) || zmq_msg_size(frame) != (size_t)self->conf->body_bytes)
        return RC_INTERNAL;
    memcpy(ret_number, zmq_msg_data(frame), sizeof(*ret_number));
    return RC_OK;
}

/* One call through the broker. */
static rc_t lock_step(struct bench *self)
{
    uint64_t number = 0;
    rc_t rc = ask(self, ONE_WORKER);
    if (rc == RC_OK)
        rc = take(self, &number);
    return rc == RC_OK && number == self->sent ? RC_OK : RC_INTERNAL;
}

/* One call through the proxy: one frame there, one frame back. */
static rc_t bare_step(struct bench *self)
{
    zmq_msg_t frame;
    size_t len = (size_t)self->conf->body_bytes;
    number_body(self);
    zmq_msg_init(&frame);
    int n = zmq_send(self->bare, self->body, len, 0);
    if (n >= 0)
        n = zmq_msg_recv(&frame, self->bare, 0);
    bool good = n == (int)len && memcmp(zmq_msg_data(&frame), self->body, len) == 0;
    zmq_msg_close(&frame);
    return good ? RC_OK : RC_INTERNAL;
}

/* Time of `calls` calls in microseconds. */
typedef rc_t timed_fn(struct bench *self, int64_t calls, int64_t *ret_us);

/* Calls one after the other through the broker. */
static rc_t time_lock_step(struct bench *self, int64_t calls, int64_t *ret_us)
{
    int64_t start = clk_mono_us();
    rc_t rc = RC_OK;
    for (int64_t i = 0; i < calls && rc == RC_OK; i++)
        rc = lock_step(self);
    *ret_us = clk_mono_us() - start;
    return rc;
}

/* The same through the proxy. Written out, since a function pointer per call would be measured
 * too. */
static rc_t time_bare(struct bench *self, int64_t calls, int64_t *ret_us)
{
    int64_t start = clk_mono_us();
    rc_t rc = RC_OK;
    for (int64_t i = 0; i < calls && rc == RC_OK; i++)
        rc = bare_step(self);
    *ret_us = clk_mono_us() - start;
    return rc;
}

/* Take one reply of a round that began after call `before`: each number once. */
static rc_t take_marked(struct bench *self, uint64_t before, int64_t calls)
{
    uint64_t number = 0;
    if (take(self, &number) != RC_OK || number <= before || number > before + (uint64_t)calls ||
        self->answered[number - before - 1])
        return RC_INTERNAL;
    self->answered[number - before - 1] = true;
    return RC_OK;
}

/* Always `in_flight` calls under way. */
static rc_t time_pipelined(struct bench *self, int64_t calls, int64_t *ret_us)
{
    int64_t start = clk_mono_us();
    uint64_t before = self->sent;
    rc_t rc = RC_OK;
    memset(self->answered, 0, (size_t)calls * sizeof(*self->answered));
    for (int64_t i = 0; i < calls && rc == RC_OK; i++) {
        if (i >= self->conf->in_flight)
            rc = take_marked(self, before, calls);
        if (rc == RC_OK)
            rc = ask(self, MANY_WORKERS);
    }
    int64_t left = calls < self->conf->in_flight ? calls : self->conf->in_flight;
    for (; left > 0 && rc == RC_OK; left--)
        rc = take_marked(self, before, calls);
    *ret_us = clk_mono_us() - start;
    return rc;
}

/* Warm up each kind once, then the rounds. */
static rc_t measure(struct bench *self, struct problem *problem)
{
    int64_t ignored;
    const struct {
        timed_fn *time;
        int64_t *rounds;
    } kinds[] = {
        { time_bare, self->bare_us },
        { time_lock_step, self->lock_us },
        { time_pipelined, self->pipe_us },
    };
    int64_t warm_up = self->conf->calls < WARM_UP ? self->conf->calls : WARM_UP;
    rc_t rc = RC_OK;
    for (size_t k = 0; k < COUNT_OF(kinds) && rc == RC_OK; k++)
        rc = kinds[k].time(self, warm_up, &ignored);
    for (int64_t i = 0; i < self->conf->rounds && rc == RC_OK; i++)
        for (size_t k = 0; k < COUNT_OF(kinds) && rc == RC_OK; k++)
            rc = kinds[k].time(self, self->conf->calls, &kinds[k].rounds[i]);
    return rc == RC_OK ? RC_OK : lost(problem);
}

/* For qsort. */
static int compare_times(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Median time of one call in microseconds; sorts the rounds. */
static double median_us(const struct bench *self, int64_t *rounds)
{
    qsort(rounds, (size_t)self->conf->rounds, sizeof(*rounds), compare_times);
    return (double)rounds[self->conf->rounds / 2] / (double)self->conf->calls;
}

/* What INTERFACE promises: the figure, its unit, and what it ran on. */
static json_t *summary(struct bench *self)
{
    double lock = median_us(self, self->lock_us);
    double bare = median_us(self, self->bare_us);
    double pipe = median_us(self, self->pipe_us);
    const struct {
        const char *name;
        double value;
    } figures[] = {
        { "figure", lock / bare },          { "lock_step_us", lock },
        { "proxy_lock_step_us", bare },     { "lock_step_ratio", lock / bare },
        { "pipelined_per_s", 1e6 / pipe },  { "proxy_lock_step_per_s", 1e6 / bare },
        { "pipelined_ratio", bare / pipe },
    };
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {
        { "in_flight", self->conf->in_flight },
        { "workers", self->conf->workers },
        { "body_bytes", self->conf->body_bytes },
        { "rounds", self->conf->rounds },
        { "calls", self->conf->calls },
        { "sent", (int64_t)self->sent },
        { "lost", 0 },
    };
    json_t *out = json_object();
    json_object_set_new(out, "bench", json_string("rpc"));
    json_object_set_new(
        out, "unit",
        json_string("lock-step round trip, in round trips of a bare ROUTER-DEALER proxy"));
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        json_object_set_new(out, figures[i].name, json_real(figures[i].value));
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_object_set_new(out, counts[i].name, json_integer(counts[i].value));
    return out;
}

/* Processes first: a fork after threads were made is asking for trouble. */
static rc_t start_all(struct bench *self, struct problem *problem)
{
    rc_t rc = bench_broker_start(&self->broker, self->conf->broker, problem);
    if (rc == RC_OK)
        rc = bench_proxy_start(&self->proxy, problem);
    self->one =
        (struct bench_echo){ .endpoint = self->broker.back, .service = ONE_WORKER, .workers = 1 };
    self->many = (struct bench_echo){
        .endpoint = self->broker.back,
        .service = MANY_WORKERS,
        .workers = (size_t)self->conf->workers,
    };
    self->bounce = (struct bench_echo){ .endpoint = self->proxy.back };
    struct bench_echo *echoes[] = { &self->one, &self->many, &self->bounce };
    for (size_t i = 0; i < COUNT_OF(echoes) && rc == RC_OK; i++)
        rc = bench_echo_start(echoes[i], problem);
    if (rc != RC_OK)
        return rc;
    self->client = bench_dealer_open(self->broker.front, REPLY_MS);
    self->bare = bench_dealer_open(self->proxy.front, REPLY_MS);
    return RC_OK;
}

/* In any state of start_all; sockets before the threads that answer them. */
static void stop_all(struct bench *self)
{
    frames_clear(&self->in);
    if (self->client)
        bench_dealer_close(self->client);
    if (self->bare)
        bench_dealer_close(self->bare);
    bench_echo_stop(&self->one);
    bench_echo_stop(&self->many);
    bench_echo_stop(&self->bounce);
    bench_child_stop(&self->broker);
    bench_child_stop(&self->proxy);
    mem_free(self->body);
    mem_free(self->answered);
    mem_free(self->lock_us);
    mem_free(self->bare_us);
    mem_free(self->pipe_us);
}

/* Everything that was started is stopped on every way out. *ret_result is the caller's, set on
 * success only. */
rc_t bench_rpc(const struct bench_rpc_conf *conf, json_t **ret_result, struct problem *problem)
{
    rc_t rc = check_conf(conf, problem);
    if (rc != RC_OK)
        return rc;
    size_t rounds = (size_t)conf->rounds;
    struct bench self = {
        .conf = conf,
        .body = mem_new((size_t)conf->body_bytes),
        .answered = mem_array((size_t)conf->calls, sizeof(bool)),
        .lock_us = mem_array(rounds, sizeof(int64_t)),
        .bare_us = mem_array(rounds, sizeof(int64_t)),
        .pipe_us = mem_array(rounds, sizeof(int64_t)),
    };
    rc = start_all(&self, problem);
    if (rc == RC_OK)
        rc = measure(&self, problem);
    if (rc == RC_OK)
        *ret_result = summary(&self);
    stop_all(&self);
    return rc;
}
