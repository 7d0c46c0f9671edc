/* Any bytes as the member `select` of a question about work and documents: it reads or names what
 * is wrong with it. What reads selects only what the pack knows. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fixed_pack.h"
#include "jsonx.h"
#include "schedule_select.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    struct schedule_selection selection;
    json_t *select = NULL;
    if (jsonx_parse_object((const char *)data, size, &select, &problem) != RC_OK)
        return 0;
    pack_t *pack = fixed_pack();
    rc_t rc = schedule_selection_read(pack, select, &selection, &problem);
    if (rc != RC_OK && strncmp(problem.field, "select.", 7) != 0)
        abort();
    if (selection.lists > SELECT_LISTS)
        abort();
    for (size_t i = 0; rc == RC_OK && i < selection.select.services.count; i++)
        if (!pack_service(pack, selection.select.services.rows[i]))
            abort();
    schedule_selection_fini(&selection);
    pack_destroy(&pack);
    json_decref(select);
    return 0;
}
