#include "rc.h"

#include <string.h>

#include "attr.h"

/* Made of the one list in the header: word, status and retry cannot drift apart. */
static const struct {
    const char *word;
    int http;
    bool retry;
} ROWS[] = {
#define RC_ROW(name, word, http, retry) { word, http, retry },
    RC_LIST(RC_ROW)
#undef RC_ROW
};

/* A value from outside (a cast, a newer peer) reads as an internal error and never past the
 * table. */
static size_t row_of(rc_t rc)
{
    size_t i = (size_t)rc;
    return i < COUNT_OF(ROWS) ? i : (size_t)RC_INTERNAL;
}

/* Part of the wire format: a row's word never changes. */
const char *rc_word(rc_t rc)
{
    return ROWS[row_of(rc)].word;
}

/* What the gateway answers; also decides whether a client may repeat. */
int rc_http(rc_t rc)
{
    return ROWS[row_of(rc)].http;
}

/* True only for what may pass by itself; always under the same key (HA-04). */
bool rc_may_retry(rc_t rc)
{
    return ROWS[row_of(rc)].retry;
}

/* A word that a newer peer invented reads as an internal error, which nobody repeats. */
rc_t rc_from_word(const char *word)
{
    for (size_t i = 0; word && i < COUNT_OF(ROWS); i++)
        if (strcmp(ROWS[i].word, word) == 0)
            return (rc_t)i;
    return RC_INTERNAL;
}
