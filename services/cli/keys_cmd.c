#include "keys_cmd.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "bus.h"

const char *const KEY_NAMES[] = { "broker",   "registry",  "lifecycle", "delivery", "sla",
                                  "report",   "scheduler", "deadline",  "penalty",  "reminder",
                                  "export",   "gateway",   "cli",       NULL };

int cmd_keys(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    const char *folder = rc == RC_OK ? context->options->rest[0] : NULL;
    if (folder && mkdir(folder, 0700) != 0 && errno != EEXIST)
        rc = problem_set(&context->problem, RC_INVALID, folder, "could not make folder \"%s\": %s", folder,
                         strerror(errno));
    if (rc == RC_OK)
        rc = bus_keys_make(folder, KEY_NAMES, &context->problem);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
