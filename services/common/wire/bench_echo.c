/* Raw sockets on purpose: what is measured is the way through the broker, not our JSON. The
 * workers of one thread share a poll, so that many connections do not mean many context
 * switches. */
#include "bench_echo.h"

#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include "clk.h"
#include "frames.h"
#include "mdp.h"
#include "wire_context.h"

/* Milliseconds; the frame that holds the command (RFC 7). */
enum { SEND_MS = 5000, BARE_WAIT_MS = 500, COMMAND_FRAME = 2 };

/* Holds the process's context, which bench_dealer_close gives back. `wait_ms` bounds a receive; 0
 * never waits. */
void *bench_dealer_open(const char *endpoint, int wait_ms)
{
    const struct {
        int option, value;
    } rows[] = { { ZMQ_LINGER, 0 }, { ZMQ_RCVTIMEO, wait_ms }, { ZMQ_SNDTIMEO, SEND_MS } };
    void *socket = zmq_socket(wire_context_hold(), ZMQ_DEALER);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        zmq_setsockopt(socket, rows[i].option, &rows[i].value, sizeof(rows[i].value));
    zmq_connect(socket, endpoint);
    return socket;
}

/* With linger 0: what was not sent is of no interest. */
void bench_dealer_close(void *socket)
{
    zmq_close(socket);
    wire_context_release();
}

/* Looked at only when nothing came: a poll per message would slow the bare side down. */
static bool is_stopped(const struct bench_echo *self)
{
    zmq_pollitem_t item = { NULL, self->stop[0], ZMQ_POLLIN, 0 };
    return zmq_poll(&item, 1, 0) > 0;
}

/* READY or HEARTBEAT. */
static void say(void *socket, unsigned char command, const char *text)
{
    struct frames out;
    frames_init(&out);
    frames_add(&out, "", 0);
    frames_add(&out, MDP_WORKER_1, MDP_HEADER_LEN);
    frames_add(&out, &command, 1);
    if (text)
        frames_add(&out, text, strlen(text));
    if (frames_send(&out, socket) != RC_OK)
        return; /* the measurement will say that nothing comes back */
}

/* Answer what one worker has; a REQUEST becomes its REPLY by its command byte. True when there was
 * something. */
static bool serve(void *socket, struct frames *in)
{
    unsigned char reply = MDP1_REPLY;
    unsigned char request = MDP1_REQUEST;
    if (frames_recv(in, socket) != RC_OK)
        return false;
    if (in->count > COMMAND_FRAME && frame_is(&in->at[COMMAND_FRAME], &request, 1)) {
        memcpy(zmq_msg_data(&in->at[COMMAND_FRAME]), &reply, 1);
        return frames_send(in, socket) == RC_OK;
    }
    return true;
}

/* Drain every connection, then wait for any: under load nothing is ever waited for. */
static void *run_workers(void *arg)
{
    struct bench_echo *self = arg;
    struct frames in;
    zmq_pollitem_t items[BENCH_WORKERS_MAX + 1];
    int64_t beat_ms = clk_mono_ms();
    frames_init(&in);
    for (size_t i = 0; i < self->workers; i++) {
        void *socket = bench_dealer_open(self->endpoint, 0);
        items[i] = (zmq_pollitem_t){ socket, 0, ZMQ_POLLIN, 0 };
        say(socket, MDP1_READY, self->service);
    }
    items[self->workers] = (zmq_pollitem_t){ NULL, self->stop[0], ZMQ_POLLIN, 0 };
    while (items[self->workers].revents == 0) {
        bool busy = false;
        for (size_t i = 0; i < self->workers; i++)
            busy |= serve(items[i].socket, &in);
        int64_t now = clk_mono_ms();
        for (size_t i = 0; now - beat_ms >= MDP_HEARTBEAT_MS && i < self->workers; i++)
            say(items[i].socket, MDP1_HEARTBEAT, NULL);
        if (now - beat_ms >= MDP_HEARTBEAT_MS)
            beat_ms = now;
        if (!busy)
            zmq_poll(items, (int)self->workers + 1, MDP_HEARTBEAT_MS);
    }
    frames_clear(&in);
    for (size_t i = 0; i < self->workers; i++)
        bench_dealer_close(items[i].socket);
    return NULL;
}

/* Blocking calls, frame by frame: the least libzmq can do. */
static void *run_bounce(void *arg)
{
    struct bench_echo *self = arg;
    zmq_msg_t frame;
    void *socket = bench_dealer_open(self->endpoint, BARE_WAIT_MS);
    zmq_msg_init(&frame);
    for (;;) {
        if (zmq_msg_recv(&frame, socket, 0) < 0) {
            if (is_stopped(self))
                break;
            continue;
        }
        int flags = zmq_msg_more(&frame) ? ZMQ_SNDMORE : 0;
        if (zmq_msg_send(&frame, socket, flags) < 0)
            break;
    }
    zmq_msg_close(&frame);
    bench_dealer_close(socket);
    return NULL;
}

/* Fills stop and thread; the rest is the caller's and must not move while it runs. */
rc_t bench_echo_start(struct bench_echo *self, struct problem *problem)
{
    if (pipe(self->stop) != 0)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not make a pipe");
    if (pthread_create(&self->thread, NULL, self->service ? run_workers : run_bounce, self) == 0)
        return RC_OK;
    close(self->stop[0]);
    close(self->stop[1]);
    self->stop[1] = 0;
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not start a thread");
}

/* Safe on one that never started, and twice. Returns when the thread has ended. */
void bench_echo_stop(struct bench_echo *self)
{
    if (self->stop[1] <= 0)
        return;
    if (write(self->stop[1], "x", 1) == 1)
        pthread_join(self->thread, NULL);
    close(self->stop[0]);
    close(self->stop[1]);
    self->stop[1] = 0;
}
