#include "echo_worker.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ceilings.h"
#include "clk.h"
#include "envelope.h"
#include "mdp_worker.h"

static void answer(const struct mdp_job *job, struct bytebuf *reply)
{
    struct request request = { 0 };
    struct problem problem = { 0 };
    bytebuf_reset(reply);
    rc_t rc = request_decode(job->body, job->len, &request, &problem);
    if (rc == RC_OK) {
        json_t *result = json_pack("{s:O}", "echo", request.args);
        rc = reply_encode_ok(result, reply);
        json_decref(result);
    } else {
        rc = reply_encode_error(&problem, reply);
    }
    request_fini(&request);
    if (rc != RC_OK)
        abort();
}

static void *run(void *arg)
{
    struct echo_worker *self = arg;
    struct bytebuf reply;
    struct mdp_job job;
    mdp_worker_t *worker = mdp_worker_new(&self->own, self->service);
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    char byte;
    while (read(self->stop[0], &byte, 1) < 0) {
        if (mdp_worker_next(worker, 60000, self->stop[0], &job) != RC_OK)
            continue;
        snprintf(self->last_caller, sizeof(self->last_caller), "%s", job.caller);
        answer(&job, &reply);
        if (self->work_ms > 0)
            clk_pause_ms(self->work_ms);
        if (mdp_worker_reply(worker, &reply) == RC_OK)
            atomic_fetch_add(&self->served, 1);
    }
    bytebuf_fini(&reply);
    mdp_worker_destroy(&worker);
    return NULL;
}

void echo_worker_start(struct echo_worker *self)
{
    self->own = *self->bus;
    atomic_store(&self->served, 0);
    self->last_caller[0] = '\0';
    if (pipe2(self->stop, O_CLOEXEC | O_NONBLOCK) != 0 ||
        pthread_create(&self->thread, NULL, run, self) != 0)
        abort();
}

void echo_worker_stop(struct echo_worker *self)
{
    if (write(self->stop[1], "x", 1) != 1)
        abort();
    pthread_join(self->thread, NULL);
    close(self->stop[0]);
    close(self->stop[1]);
}
