/* Programs of our own build, found beside the one that runs; and `mlps broker`, which becomes one
 * of them. */
#include "run_broker.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "help.h"

/* By the kernel's link and not by argv[0] or PATH: what is run beside us is of the same build, also
 * when the program was called through a symbolic link. */
bool own_program(const char *name, char *out)
{
    ssize_t n = readlink("/proc/self/exe", out, PATH_TEXT - 1);
    if (n <= 0)
        return false;
    out[n] = '\0';
    char *slash = strrchr(out, '/');
    size_t room = slash ? PATH_TEXT - (size_t)(slash + 1 - out) : 0;
    if (strlen(name) >= room)
        return false;
    memcpy(slash + 1, name, strlen(name) + 1);
    return true;
}

/* Becomes the broker, so that a supervisor sees one process and its signals arrive unchanged.
 * Returns only when the program is not there. */
int run_broker(char **argv)
{
    char program[PATH_TEXT];
    if (own_program("mlps-broker", program))
        execv(program, argv);
    fprintf(stderr, "mlps: could not run mlps-broker: %s\n", strerror(errno));
    return EXIT_UNREACHABLE;
}

/* The row's function, by which main() knows the broker: the words go to the broker unread, which
 * knows its options best, so that this only ever answers with help. */
int cmd_broker(struct context *context, const struct command *command)
{
    help_command(context->out, command, (struct table_style){ context->lang, context->columns });
    return EXIT_DONE;
}
