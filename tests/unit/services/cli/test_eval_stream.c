/* JSON Lines in, JSON Lines out: order, errors in place, lines across blocks, answers before the next question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "eval_stream.h"
#include "memory.h"
#include "rule_shelf.h"

struct shelf_env {
    struct rule_shelf shelf;
    struct eval_env env;
};

static int setup(void **state)
{
    struct shelf_env *self = mem_new(sizeof(*self));
    struct problem problem = { .rc = RC_OK };
    if (rule_shelf_init(&self->shelf, &problem) != RC_OK)
        return -1;
    self->env = rule_shelf_env(&self->shelf);
    *state = self;
    return 0;
}

static int teardown(void **state)
{
    struct shelf_env *self = *state;
    rule_shelf_fini(&self->shelf);
    mem_free(self);
    return 0;
}

/* Answers to `text` as one text, freed by the caller. */
static char *answers(struct shelf_env *self, const char *text, size_t len, struct eval_totals *totals)
{
    FILE *in = tmpfile();
    FILE *out = tmpfile();
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(fwrite(text, 1, len, in), len);
    fflush(in);
    assert_int_equal(lseek(fileno(in), 0, SEEK_SET), 0);
    /* Without proofs: here the lines are tested, not what a ruling says. */
    struct eval_stream stream = { &self->env, "calendar.is_workday", false, fileno(in), fileno(out) };
    assert_int_equal(eval_stream_run(&stream, totals, &problem), RC_OK);
    long size = lseek(fileno(out), 0, SEEK_END);
    char *bytes = mem_new((size_t)size + 1);
    assert_int_equal(pread(fileno(out), bytes, (size_t)size, 0), size);
    fclose(in);
    fclose(out);
    return bytes;
}

#define GOOD "{\"date\":\"2026-02-14\"}"
#define MAKEUP "{\"workday\":true,\"reason\":\"makeup\",\"provisional\":false}\n"

static void test_lines(void **state)
{
    static const struct {
        const char *name, *in, *out;
        size_t lines, bad;
    } ROWS[] = {
        { "nothing", "", "", 0, 0 },
        { "one", GOOD "\n", MAKEUP, 1, 0 },
        { "without a last line break", GOOD, MAKEUP, 1, 0 },
        { "windows line breaks", GOOD "\r\n" GOOD "\r\n", MAKEUP MAKEUP, 2, 0 },
        { "wrong between right", GOOD "\n{\"date\":1}\n" GOOD "\n",
          MAKEUP "{\"error\":{\"code\":\"invalid\",\"field\":\"date\",\"message\":\"\\\"date\\\" must be a date "
                 "YYYY-MM-DD\"}}\n" MAKEUP,
          3, 1 },
        { "an array", "[]\n",
          "{\"error\":{\"code\":\"invalid\",\"field\":null,\"message\":\"expected a JSON object\"}}\n", 1, 1 },
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct eval_totals totals = { 0 };
        char *got = answers(*state, ROWS[i].in, strlen(ROWS[i].in), &totals);
        if (strcmp(got, ROWS[i].out) != 0 || totals.lines != ROWS[i].lines || totals.bad != ROWS[i].bad) {
            print_error("%s: got %s", ROWS[i].name, got);
            wrong++;
        }
        mem_free(got);
    }
    assert_int_equal(wrong, 0);
}

/* Not JSON, empty, with a NUL, not UTF-8, key twice, too deep: each an error in its place. */
static void test_rubbish(void **state)
{
    static const char ROWS[] = "\n{\nnull\n{\"date\":\"2026-02-14\"\0}\n{\"date\":\"\xff\"}\n{\"date\":1,\"date\":1}\n"
                               "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n";
    struct eval_totals totals = { 0 };
    char *got = answers(*state, ROWS, sizeof(ROWS) - 1, &totals);
    assert_int_equal(totals.lines, 7);
    assert_int_equal(totals.bad, 7);
    for (char *line = got; *line; line = strchr(line, '\n') + 1)
        assert_memory_equal(line, "{\"error\":{\"code\":\"invalid\"", 26);
    mem_free(got);
}

/* A line around the largest size, with lines before and after it. */
static void check_long(struct shelf_env *self, size_t len, bool taken)
{
    size_t size = 2 * sizeof(GOOD) + len + 1;
    char *text = mem_new(size + 1);
    memset(text, ' ', size);
    memcpy(text, GOOD "\n", sizeof(GOOD));
    memcpy(text + sizeof(GOOD), GOOD, sizeof(GOOD) - 1); /* the long one: blanks after it */
    text[sizeof(GOOD) + len] = '\n';
    memcpy(text + sizeof(GOOD) + len + 1, GOOD "\n", sizeof(GOOD));
    struct eval_totals totals = { 0 };
    char *got = answers(self, text, size, &totals);
    assert_int_equal(totals.lines, 3);
    assert_int_equal(totals.bad, taken ? 0 : 1);
    assert_memory_equal(got, MAKEUP, sizeof(MAKEUP) - 1);
    assert_string_equal(got + strlen(got) - (sizeof(MAKEUP) - 1), MAKEUP);
    mem_free(got);
    mem_free(text);
}

static void test_long_lines(void **state)
{
    check_long(*state, 1000, true);
    check_long(*state, 64 * 1024, true);
    check_long(*state, EVAL_LINE_MAX, true);
    check_long(*state, EVAL_LINE_MAX + 1, false);
    check_long(*state, EVAL_LINE_MAX + 200 * 1024, false);
}

struct talk {
    struct eval_stream stream;
    rc_t rc;
};

static void *talk_run(void *arg)
{
    struct talk *talk = arg;
    struct eval_totals totals;
    struct problem problem = { .rc = RC_OK };
    talk->rc = eval_stream_run(&talk->stream, &totals, &problem);
    return NULL;
}

/* Line by line over pipes: the answer is there before the next question is asked. */
static void test_conversation(void **state)
{
    struct shelf_env *self = *state;
    int to[2];
    int from[2];
    pthread_t thread;
    char got[256];
    assert_int_equal(pipe(to), 0);
    assert_int_equal(pipe(from), 0);
    struct talk talk = { { &self->env, "calendar.is_workday", false, to[0], from[1] }, RC_INTERNAL };
    assert_int_equal(pthread_create(&thread, NULL, talk_run, &talk), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(write(to[1], GOOD "\n", sizeof(GOOD)), sizeof(GOOD));
        ssize_t n = read(from[0], got, sizeof(got) - 1);
        assert_true(n > 0);
        got[n] = '\0';
        assert_string_equal(got, MAKEUP);
    }
    close(to[1]);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(talk.rc, RC_OK);
    close(to[0]);
    close(from[0]);
    close(from[1]);
}

/* A reader that went away, and an input that cannot be read. */
static void test_broken_ends(void **state)
{
    struct shelf_env *self = *state;
    struct eval_totals totals;
    struct problem problem = { .rc = RC_OK };
    FILE *in = tmpfile();
    fputs(GOOD "\n", in);
    fflush(in);
    lseek(fileno(in), 0, SEEK_SET);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct eval_stream stream = { &self->env, "calendar.is_workday", true, fileno(in), full };
    assert_int_equal(eval_stream_run(&stream, &totals, &problem), RC_UNAVAILABLE);
    stream.in = -1;
    assert_int_equal(eval_stream_run(&stream, &totals, &problem), RC_UNAVAILABLE);
    close(full);
    fclose(in);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        TEST(test_lines), TEST(test_rubbish), TEST(test_long_lines), TEST(test_conversation), TEST(test_broken_ends),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
