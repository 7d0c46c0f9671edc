/* Request and reply envelopes from any bytes. What is accepted must survive a round trip. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceilings.h"
#include "envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check(bool good)
{
    if (!good)
        abort();
}

/* Encode what was decoded and decode that: the same request. */
static void round_trip(const struct request *request)
{
    struct request back = { 0 };
    struct problem problem = { 0 };
    struct bytebuf out;
    bytebuf_init(&out, 2 * MAX_REQUEST_BYTES);
    check(request_encode(request, &out) == RC_OK);
    if (out.len <= MAX_REQUEST_BYTES) {
        check(request_decode(out.data, out.len, &back, &problem) == RC_OK);
        check(strcmp(back.op, request->op) == 0);
        check(json_equal(back.args, request->args));
        check(back.deadline_ms == request->deadline_ms);
    }
    request_fini(&back);
    bytebuf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct request request = { 0 };
    struct problem problem = { 0 };
    json_t *result = NULL;
    if (request_decode((const char *)bytes, len, &request, &problem) == RC_OK)
        round_trip(&request);
    else
        check(problem.rc != RC_OK && problem.text[0] != '\0');
    request_fini(&request);
    problem_clear(&problem);
    if (reply_decode((const char *)bytes, len, &result, &problem) != RC_OK)
        check(problem.rc != RC_OK);
    json_decref(result);
    return 0;
}
