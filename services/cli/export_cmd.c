/* `mlps export`: ask for the workbook, watch the job, copy the file. The worker writes it on the
 * machine that runs it, so this command works where the exports folder can be read. */
#include "export_cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clk.h"
#include "stopflag.h"

/* A tenth of a second is what a person takes for "at once". */
enum { POLL_MS = 100, BAR_WIDTH = 30 };

/* By the kernel, so that memory does not grow with the workbook; on disk before it is renamed. */
static bool copy_bytes(int from, int to)
{
    struct stat st;
    off_t at = 0;
    if (fstat(from, &st) != 0)
        return false;
    while (at < st.st_size)
        if (sendfile(to, from, &at, (size_t)(st.st_size - at)) <= 0)
            return false;
    return fsync(to) == 0;
}

/* Written beside its place and renamed, so that a disk that fills (FI-10) leaves the former
 * workbook or the new one, never half of it, and nothing beside it. A link in the place of the
 * source is not followed. */
rc_t copy_file(const char *from, const char *to, struct problem *problem)
{
    char temp[PATH_TEXT * 2 + 8];
    if (snprintf(temp, sizeof(temp), "%s.new", to) >= (int)sizeof(temp))
        return problem_set(problem, RC_INVALID, "output", "the path is too long");
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int out = in >= 0 ? open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    bool done = out >= 0 && copy_bytes(in, out) && rename(temp, to) == 0;
    int why = errno;
    if (out >= 0 && !done)
        (void)unlink(temp);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (!done)
        return problem_set(problem, RC_INVALID, "output", "could not copy \"%s\" to \"%s\": %s", from, to,
                           strerror(why));
    return RC_OK;
}

/* A path without a folder is written where we are. */
rc_t output_check(const char *path, struct problem *problem)
{
    char folder[PATH_TEXT * 2];
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) + 1 : 0;
    if (len >= sizeof(folder))
        return problem_set(problem, RC_INVALID, "output", "the path is too long");
    memcpy(folder, slash ? path : ".", slash ? len : 1);
    folder[slash ? len : 1] = '\0';
    if (access(folder, W_OK | X_OK) != 0)
        return problem_set(problem, RC_INVALID, "output", "could not write \"%s\": %s", path, strerror(errno));
    return RC_OK;
}

/* Rows written so far, of those the export counted when it began; the sheets may turn out to
 * have some more. */
static void draw_bar(const struct context *context, const json_t *row)
{
    json_int_t done = json_integer_value(json_object_get(row, "done"));
    json_int_t total = json_integer_value(json_object_get(row, "total"));
    int full = total > 0 ? (int)(done * BAR_WIDTH / total) : 0;
    full = full > BAR_WIDTH ? BAR_WIDTH : full;
    if (isatty(STDERR_FILENO) != 1)
        return;
    fprintf(stderr, "\r%s [", tr(context->lang, "导出", "export"));
    for (int i = 0; i < BAR_WIDTH; i++)
        fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %lld/%lld", (long long)done, (long long)total);
}

/* A person may leave with Ctrl-C: the export is a job of its own and goes on. */
static rc_t await(struct context *context, json_int_t id, json_t **ret_row)
{
    for (;;) {
        json_t *row = NULL;
        rc_t rc = context_ask(context, "mlps.report", "export.get", json_pack("{s:I}", "id", id), &row);
        if (rc != RC_OK)
            return rc;
        const char *state = json_string_value(json_object_get(row, "state"));
        const char *error = json_string_value(json_object_get(row, "error"));
        draw_bar(context, row);
        if (state && strcmp(state, "done") == 0) {
            *ret_row = row;
            return RC_OK;
        }
        if (state && strcmp(state, "failed") == 0)
            rc = problem_set(&context->problem, RC_REFUSED, NULL, "the export failed: %s", error ? error : "");
        else if (stop_asked())
            rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "stopped; the export goes on");
        json_decref(row);
        if (rc != RC_OK)
            return rc;
        clk_pause_ms(POLL_MS);
    }
}

/* The name comes from the service; one with a slash would lead out of the exports folder, and is
 * not followed. */
static rc_t take_file(struct context *context, const json_t *row)
{
    char from[PATH_TEXT * 2];
    const char *file = json_string_value(json_object_get(row, "file"));
    if (!file || strchr(file, '/'))
        return problem_set(&context->problem, RC_INTERNAL, NULL, "the export names no file");
    snprintf(from, sizeof(from), "%s/%s", context->layout.exports, file);
    return copy_file(from, option_text(context->options, "output"), &context->problem);
}

/* A place that cannot be written is told before anything is asked for. */
static rc_t request(struct context *context, const struct command *command, json_int_t *ret_id)
{
    json_t *args = NULL;
    json_t *row = NULL;
    rc_t rc = command_args(context, command, &args);
    if (rc == RC_OK)
        rc = output_check(option_text(context->options, "output"), &context->problem);
    if (rc != RC_OK) {
        json_decref(args);
        return rc;
    }
    json_object_set_new(args, "lang", json_string(tr(context->lang, "zh", "en")));
    rc = context_ask(context, "mlps.report", "export.request", args, &row);
    if (rc == RC_OK)
        *ret_id = json_integer_value(json_object_get(row, "id"));
    json_decref(row);
    return rc;
}

/* The bar is drawn on standard error and wiped at the end, whatever came of it: standard output
 * holds the file's name or the JSON alone. */
int cmd_export(struct context *context, const struct command *command)
{
    json_int_t id = 0;
    json_t *row = NULL;
    rc_t rc = request(context, command, &id);
    if (rc == RC_OK)
        rc = await(context, id, &row);
    if (rc == RC_OK)
        rc = take_file(context, row);
    if (isatty(STDERR_FILENO) == 1)
        fputs("\r\033[K", stderr);
    if (rc == RC_OK && context->json)
        context_show_json(context, row);
    else if (rc == RC_OK)
        fprintf(context->out, "%s\n", option_text(context->options, "output"));
    json_decref(row);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
