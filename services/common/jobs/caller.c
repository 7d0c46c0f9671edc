#include "caller.h"

#include <stddef.h>
#include <string.h>

#include "attr.h"
#include "service_host.h"

/* The key's name on the bus gives the roles; "" is a bus without encryption, where everybody may do
 * everything. */
static const struct {
    const char *name;
    uint32_t roles;
} CALLERS[] = {
    {"",           CALLER_ANY    },
    { "gateway",   CALLER_GATEWAY},
    { "cli",       CALLER_CLI    },
    { "registry",  CALLER_SERVICE},
    { "lifecycle", CALLER_SERVICE},
    { "delivery",  CALLER_SERVICE},
    { "sla",       CALLER_SERVICE},
    { "identity",  CALLER_SERVICE},
    { "report",    CALLER_SERVICE},
    { "scheduler", CALLER_WORKER },
    { "deadline",  CALLER_WORKER },
    { "penalty",   CALLER_WORKER },
    { "reminder",  CALLER_WORKER },
    { "export",    CALLER_WORKER },
    { "sealer",    CALLER_WORKER },
};

/* A key that is valid on the bus but belongs to no known process may call nothing. */
uint32_t caller_roles(const char *caller)
{
    for (size_t i = 0; i < COUNT_OF(CALLERS); i++)
        if (strcmp(CALLERS[i].name, caller) == 0)
            return CALLERS[i].roles;
    return 0;
}
