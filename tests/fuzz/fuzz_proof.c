/* Any bytes as the member `proof` of an object: it reads or is refused by field. What reads is told
 * in both languages, and says the same when it is written and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ZONE_MINUTES = 480, TEXT_CEILING = 1 << 24 };

static void tell(const proof_t *proof)
{
    struct bytebuf out;
    bytebuf_init(&out, TEXT_CEILING);
    if (proof_text(proof, LANG_ZH, &out) != RC_OK || proof_text(proof, LANG_EN, &out) != RC_OK)
        abort();
    bytebuf_fini(&out);
}

/* The two writers agree, and what they write reads as the same proof. */
static void write_and_read(const proof_t *proof)
{
    struct problem problem = { .rc = RC_OK };
    struct bytebuf out;
    proof_t *again = NULL;
    json_t *json = proof_json(proof);
    bytebuf_init(&out, TEXT_CEILING);
    if (proof_dump(proof, &out) != RC_OK)
        abort();
    json_t *dumped = json_loadb(out.data, out.len, 0, NULL);
    if (!json_equal(json, dumped) || proof_read(json, ZONE_MINUTES, &again, &problem) != RC_OK)
        abort();
    json_t *written = proof_json(again);
    if (!json_equal(json, written))
        abort();
    json_decref(written);
    json_decref(dumped);
    json_decref(json);
    proof_destroy(&again);
    bytebuf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    json_t *object = NULL;
    proof_t *proof = NULL;
    if (jsonx_parse_object((const char *)data, size, &object, &problem) != RC_OK)
        return 0;
    rc_t rc = proof_read(json_object_get(object, "proof"), ZONE_MINUTES, &proof, &problem);
    if ((rc == RC_OK) != (proof != NULL) || (rc != RC_OK && problem.field[0] == '\0'))
        abort();
    if (proof) {
        tell(proof);
        write_and_read(proof);
    }
    proof_destroy(&proof);
    json_decref(object);
    return 0;
}
