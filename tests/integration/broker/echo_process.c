/* A worker process for tests that stop and kill it: echo_process BUS SERVICE NAME WORK_MS. Answers
 * {"by": NAME, "echo": args} after that much work; prints "got" when a request arrives and "lost"
 * when its reply had nowhere to go. */
#include <stdio.h>

#include "ceilings.h"
#include "clk.h"
#include "envelope.h"
#include "mdp_worker.h"
#include "parse.h"
#include "stopflag.h"

static void serve(mdp_worker_t *worker, const struct mdp_job *job, const char *name,
                  int64_t work_ms)
{
    struct request request = { 0 };
    struct problem problem = { 0 };
    struct bytebuf reply;
    puts("got");
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    if (request_decode(job->body, job->len, &request, &problem) == RC_OK) {
        clk_pause_ms(work_ms);
        json_t *result = json_pack("{s:s,s:O}", "by", name, "echo", request.args);
        if (reply_encode_ok(result, &reply) != RC_OK || mdp_worker_reply(worker, &reply) != RC_OK)
            puts("lost");
        json_decref(result);
    }
    request_fini(&request);
    bytebuf_fini(&reply);
}

int main(int argc, char **argv)
{
    struct bus_conf bus = { .curve = false };
    struct mdp_job job;
    int64_t work_ms;
    if (argc != 5 || !parse_i64(argv[4], &work_ms))
        return 2;
    stop_setup();
    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(bus.requests, sizeof(bus.requests), "%s", argv[1]);
    mdp_worker_t *worker = mdp_worker_new(&bus, argv[2]);
    while (!stop_asked())
        if (mdp_worker_next(worker, 1000, stop_fd(), &job) == RC_OK)
            serve(worker, &job, argv[3], work_ms);
    mdp_worker_destroy(&worker);
    return 0;
}
