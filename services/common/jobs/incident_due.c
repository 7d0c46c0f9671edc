#include "incident_due.h"

#include <string.h>

#include "attr.h"

static const char *const WORDS[] = { [SIDE_RESPOND] = "respond", [SIDE_ONSITE] = "onsite" };
_Static_assert(COUNT_OF(WORDS) == SIDE__COUNT, "a word for every side");

const char *incident_side_word(enum incident_side side)
{
    return WORDS[side];
}

/* From the end: the incident's own code stands before it and may hold anything. */
bool incident_side_of_code(const char *code, enum incident_side *ret_side)
{
    const char *last = strrchr(code, '/');
    for (size_t side = 0; last && side < COUNT_OF(WORDS); side++) {
        if (strcmp(last + 1, WORDS[side]) != 0)
            continue;
        *ret_side = (enum incident_side)side;
        return true;
    }
    return false;
}

/* A clause that does not bind the incident owes nothing, whatever its fields say. */
struct ruled_instant incident_limit(const struct sla_ruling *ruling, enum incident_side side)
{
    bool respond = side == SIDE_RESPOND;
    if (!ruling->applies)
        return (struct ruled_instant){ .by = NO_INSTANT };
    return (struct ruled_instant){
        .by = respond ? ruling->respond_by : ruling->onsite_by,
        .strict = respond ? ruling->respond_strict : ruling->onsite_strict,
        .provisional = ruling->provisional,
    };
}
