/* Blocks in, lines through the rules, blocks out. Nothing waits for the end of the input and
 * nothing grows with it: a caller may keep the pipe open and ask on, or send millions of lines at
 * once. */
#include "eval_stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bytebuf.h"
#include "jsonx.h"
#include "memory.h"

/* Bytes. Blocks are those of a pipe, so that neither side waits for the other for long. */
enum {
    READ_BLOCK = 64 * 1024,
    WRITE_BLOCK = 64 * 1024,
    ANSWERS_MAX = 256 * 1024 * 1024, /* one answer may be long: a proof of thousands of days */
};

/* Between reading and writing: at most one unfinished line and one block of answers. */
struct pipe_ends {
    const struct eval_stream *stream;
    struct bytebuf line;    /* of the current line, what came so far */
    struct bytebuf answers; /* not yet written */
    bool too_long;          /* the current line; its rest is skipped */
    struct eval_totals totals;
    struct problem *problem;
};

/* A pipe takes what it has room for, so short writes go on where they stopped; a reader that has
 * left is an error at once and never a loop. */
static rc_t flush(struct pipe_ends *self)
{
    size_t done = 0;
    while (done < self->answers.len) {
        ssize_t n = write(self->stream->out, self->answers.data + done, self->answers.len - done);
        if (n < 0 && errno != EINTR)
            return problem_set(self->problem, RC_UNAVAILABLE, NULL, "could not write the answers: %s",
                               strerror(errno));
        done += n > 0 ? (size_t)n : 0;
    }
    bytebuf_reset(&self->answers);
    return RC_OK;
}

/* A wrong line is always invalid input, whichever check refused it. */
static rc_t put_error(struct bytebuf *out, const struct problem *problem)
{
    json_t *json = json_pack("{s:{s:s, s:s?, s:s}}", "error", "code", rc_word(RC_INVALID), "field",
                             *problem->field ? problem->field : NULL, "message", problem->text);
    char *text = json_dumps(json, JSON_COMPACT);
    rc_t rc = bytebuf_text(out, text);
    mem_free(text);
    json_decref(json);
    return rc;
}

/* One question's answer, without its line break. */
static rc_t put_answer(struct pipe_ends *self, const char *bytes, size_t len, struct problem *problem)
{
    json_t *input = NULL;
    rc_t rc = self->too_long ? problem_set(problem, RC_TOO_LARGE, NULL, "the line is longer than %d bytes",
                                           EVAL_LINE_MAX)
                             : jsonx_parse_object(bytes, len, &input, problem);
    if (rc == RC_OK)
        rc = kinds_answer(self->stream->env, self->stream->rule, input, self->stream->proofs, &self->answers,
                          problem);
    json_decref(input);
    return rc;
}

/* Exactly one line out per line in, in the same order: that is what lets a caller match them by
 * place. A line that cannot be answered is counted, not fatal; only lack of room is. */
static rc_t answer(struct pipe_ends *self, const char *bytes, size_t len)
{
    struct problem problem = { .rc = RC_OK };
    bool bad = put_answer(self, bytes, len, &problem) != RC_OK;
    rc_t rc = bad ? put_error(&self->answers, &problem) : RC_OK;
    if (rc == RC_OK)
        rc = bytebuf_add(&self->answers, "\n", 1);
    self->too_long = false;
    self->totals.lines++;
    self->totals.bad += bad;
    return rc == RC_OK && self->answers.len >= WRITE_BLOCK ? flush(self) : rc;
}

/* Keep the part of a line that has no end yet. */
static void keep(struct pipe_ends *self, const char *bytes, size_t len)
{
    if (!self->too_long && bytebuf_add(&self->line, bytes, len) != RC_OK)
        self->too_long = true;
}

/* The line that ends with these bytes. A whole line within one block is not copied. */
static rc_t end_line(struct pipe_ends *self, const char *bytes, size_t len)
{
    if (self->line.len == 0 && !self->too_long)
        return answer(self, bytes, len);
    keep(self, bytes, len);
    rc_t rc = answer(self, self->line.data, self->line.len);
    bytebuf_reset(&self->line);
    return rc;
}

/* `bytes` may hold many lines, none, or the end of one begun earlier. Answers are flushed after
 * each block, so that a person who types questions sees each answer at once. */
static rc_t take_block(struct pipe_ends *self, const char *bytes, size_t len)
{
    const char *end = bytes + len;
    const char *stop;
    rc_t rc = RC_OK;
    while (rc == RC_OK && (stop = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
        rc = end_line(self, bytes, (size_t)(stop - bytes));
        bytes = stop + 1;
    }
    if (rc == RC_OK)
        keep(self, bytes, (size_t)(end - bytes));
    return rc == RC_OK ? flush(self) : rc;
}

/* The last line needs no line break. An interrupted read is asked again; memory is bounded by
 * EVAL_LINE_MAX and the longest answer, however long the input is. */
static rc_t run(struct pipe_ends *self)
{
    static const char NOTHING[] = "";
    char block[READ_BLOCK];
    rc_t rc = RC_OK;
    ssize_t n;
    do {
        n = read(self->stream->in, block, sizeof(block));
        if (n < 0 && errno != EINTR)
            return problem_set(self->problem, RC_UNAVAILABLE, NULL, "could not read the questions: %s",
                               strerror(errno));
        if (n > 0)
            rc = take_block(self, block, (size_t)n);
    } while (rc == RC_OK && n != 0);
    if (rc == RC_OK && (self->line.len > 0 || self->too_long))
        rc = end_line(self, NOTHING, 0);
    return rc == RC_OK ? flush(self) : rc;
}

/* The totals are set on failure too: they tell how far the stream had come when it broke. */
rc_t eval_stream_run(const struct eval_stream *self, struct eval_totals *ret_totals, struct problem *problem)
{
    struct pipe_ends ends = { .stream = self, .problem = problem };
    bytebuf_init(&ends.line, EVAL_LINE_MAX);
    bytebuf_init(&ends.answers, ANSWERS_MAX);
    rc_t rc = run(&ends);
    *ret_totals = ends.totals;
    bytebuf_fini(&ends.line);
    bytebuf_fini(&ends.answers);
    return rc;
}
