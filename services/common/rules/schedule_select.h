/* The member `select` of a question about recurring work and documents. */
#ifndef SCHEDULE_SELECT_H
#define SCHEDULE_SELECT_H

#include <jansson.h>

#include "schedule.h"

enum { SELECT_LISTS = 5 };

struct schedule_selection {
    struct schedule_select select;
    const char **texts[SELECT_LISTS]; /* lists of `select`; their texts are borrowed */
    size_t lists;
};
/* Take a selection from a JSON object (NULL selects all). RC_INVALID names "select.KEY"; *ret is to
 * be freed all the same. */
MUST_CHECK rc_t schedule_selection_read(const struct pack *pack, const json_t *json,
                                        struct schedule_selection *ret, struct problem *problem);
/* Free the lists. */
void schedule_selection_fini(struct schedule_selection *self);

#endif
