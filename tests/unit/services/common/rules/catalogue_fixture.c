#include "catalogue_fixture.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "rules_fixture.h"

rc_t catalogue_fixture(enum catalogue_table table, const char *replaced,
                       struct catalogue **ret_catalogue, struct problem *problem)
{
    struct csv_source sources[TABLE__COUNT];
    char *bytes[TABLE__COUNT];
    for (int t = 0; t < TABLE__COUNT; t++) {
        char path[128];
        size_t len;
        const char *name = catalogue_table_name((enum catalogue_table)t);
        snprintf(path, sizeof(path), "schema/catalogue/%s", name);
        bytes[t] = fixture_file(path, &len);
        sources[t] = (struct csv_source){ bytes[t], len, name, NULL };
    }
    if (replaced)
        sources[table] =
            (struct csv_source){ replaced, strlen(replaced), sources[table].name, NULL };
    rc_t rc = catalogue_read(sources, ret_catalogue, problem);
    for (int t = 0; t < TABLE__COUNT; t++)
        mem_free(bytes[t]);
    return rc;
}
