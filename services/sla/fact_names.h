/* The names of facts that a contract's terms ask for: what may be recorded. */
#ifndef FACT_NAMES_H
#define FACT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "bytebuf.h"
#include "pack.h"
#include "readings.h"

/* Whether the term (NULL: any term of the pack) starts with or is closed by fact `name`. A start
 * that a reading chooses ("$start_event") means the fact its value names. */
bool fact_is_wanted(const struct pack *pack, const struct readings *readings,
                    const struct pack_term *term, const char *name);
/* Whether one of the terms that ask for `name` runs in hours: a day is then no answer, since no hour
 * of it may be guessed. Arguments as above. */
bool fact_needs_instant(const struct pack *pack, const struct readings *readings,
                        const struct pack_term *term, const char *name);
/* The names that fact_is_wanted knows, each once, "a, b, c"; what does not fit is left out. */
void fact_names_list(const struct pack *pack, const struct readings *readings,
                     const struct pack_term *term, struct bytebuf *out);

#endif
