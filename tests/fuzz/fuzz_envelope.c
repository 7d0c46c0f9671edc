/* Any bytes as the frame of a request and as that of a reply: they read or are refused in words.
 * A request that reads is written again, and what was written reads as the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceilings.h"
#include "envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const struct request *a, const struct request *b)
{
    if (strcmp(a->op, b->op) != 0 || !json_equal(a->args, b->args) ||
        a->deadline_ms != b->deadline_ms || !a->idempotency_key != !b->idempotency_key ||
        (a->idempotency_key && strcmp(a->idempotency_key, b->idempotency_key) != 0) ||
        (a->principal && !json_equal(a->principal, b->principal)))
        abort();
}

/* The second writing may be longer than the first (escapes), so that only its ceiling may stop it.
 */
static void write_again(const struct request *first)
{
    struct bytebuf out;
    struct request second;
    struct problem problem = { .rc = RC_OK };
    bytebuf_init(&out, MAX_REQUEST_BYTES);
    if (request_encode(first, &out) == RC_OK) {
        if (request_decode(bytebuf_str(&out), out.len, &second, &problem) != RC_OK)
            abort();
        same(first, &second);
        request_fini(&second);
    }
    bytebuf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request request;
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    rc_t rc = request_decode((const char *)data, size, &request, &problem);
    if (rc != RC_OK && (problem.rc != rc || problem.text[0] == '\0'))
        abort();
    if (rc == RC_OK) {
        write_again(&request);
        request_fini(&request);
    }
    problem = (struct problem){ .rc = RC_OK };
    rc = reply_decode((const char *)data, size, &result, &problem);
    if ((rc == RC_OK) != (result != NULL))
        abort();
    json_decref(result);
    return 0;
}
