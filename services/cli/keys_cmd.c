/* `mlps keys DIR`: CURVE keys for an installation that something else starts (systemd, containers);
 * `mlps up` makes its own. */
#include "keys_cmd.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "bus.h"

/* One key per process, so that a stolen one can be revoked alone (ZAP-07). The names are those of
 * the services and workers; "cli" is for a person's commands. */
const char *const KEY_NAMES[] = { "broker",   "registry",  "lifecycle", "delivery", "sla",
                                  "report",   "scheduler", "deadline",  "penalty",  "reminder",
                                  "export",   "gateway",   "cli",       NULL };

/* Existing keys stay as they are (bus_keys_make), so the command may be repeated after an upgrade
 * that brings a new process. The folder is closed to others from its first moment. */
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
