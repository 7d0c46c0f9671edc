/* The name of a rule on the first line, then any bytes as questions to it, a line each, as `mlps
 * eval` takes them. Each line has one answer, which is a JSON object; asked again, with a proof or
 * without, as many are refused. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "eval_stream.h"
#include "fixed_pack.h"
#include "jsonx.h"
#include "memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const pack_t *the_pack(void *arg, const char *name)
{
    return strcmp(name, "t") == 0 ? arg : NULL;
}

static const calendar_t *no_calendar(void *arg, const char *code)
{
    (void)arg;
    (void)code;
    return NULL;
}

/* A file in memory with these bytes, at its beginning. */
static int file_of(const char *bytes, size_t len)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    return fd;
}

/* Every line of the answers is an object; how many there are. */
static size_t check_answers(int fd)
{
    size_t lines = 0;
    off_t len = lseek(fd, 0, SEEK_END);
    char *text = mem_new((size_t)len + 1);
    if (pread(fd, text, (size_t)len, 0) != (ssize_t)len)
        abort();
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1, lines++) {
        json_t *answer = json_loadb(line, (size_t)(end - line), 0, NULL);
        if (!json_is_object(answer))
            abort();
        json_decref(answer);
    }
    mem_free(text);
    return lines;
}

static struct eval_totals ask(const struct eval_env *env, const char *rule, const char *lines,
                              bool proofs)
{
    struct problem problem = { .rc = RC_OK };
    struct eval_totals totals;
    struct eval_stream stream = { .env = env, .rule = rule, .proofs = proofs };
    stream.in = file_of(lines, strlen(lines));
    stream.out = file_of("", 0);
    if (eval_stream_run(&stream, &totals, &problem) != RC_OK ||
        check_answers(stream.out) != totals.lines)
        abort();
    close(stream.in);
    close(stream.out);
    return totals;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = mem_dup_n((const char *)data, size);
    char *lines = strchr(text, '\n');
    if (lines)
        *lines++ = '\0';
    if (lines && kinds_rule(text)) {
        pack_t *pack = fixed_pack();
        struct eval_env env = { the_pack, no_calendar, pack };
        struct eval_totals proved = ask(&env, text, lines, true);
        struct eval_totals bare = ask(&env, text, lines, false);
        if (proved.lines != bare.lines || proved.bad != bare.bad)
            abort();
        pack_destroy(&pack);
    }
    mem_free(text);
    return 0;
}
