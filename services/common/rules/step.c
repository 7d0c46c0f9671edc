/* Steps are told by what is still open, so a step that is named twice counts once. */
#include "step.h"

#include <string.h>

/* By service and name, as the question has it; the clause would do too, but people tick steps off
 * by name. */
int64_t step_index(const struct pack *pack, const char *service, const char *step)
{
    for (size_t i = 0; i < pack->steps.count; i++)
        if (strcmp(pack->steps.rows[i].service, service) == 0 &&
            strcmp(pack->steps.rows[i].step, step) == 0)
            return (int64_t)i;
    return -1;
}

/* The caller owns `is_open`. A pack has its steps once each by its check, so totals need no set. */
struct step_progress step_progress(const struct pack *pack, const bool *is_open)
{
    struct step_progress p = { .all = { 0, 0 } };
    for (size_t i = 0; i < pack->steps.count; i++) {
        bool important = pack->steps.rows[i].important;
        p.all.total++;
        p.all.done += !is_open[i];
        p.important.total += important;
        p.important.done += important && !is_open[i];
    }
    return p;
}
