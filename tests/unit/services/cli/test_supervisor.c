#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "memory.h"
#include "stopflag.h"
#include "supervisor.h"

static const struct {
    const char *name;
    int64_t last, lived, want;
} PAUSES[] = {
    { "the first end", 0, 5, RESTART_FIRST_MS },
    { "doubles", 100, 5, 200 },
    { "up to the most", 3000, 5, RESTART_MOST_MS },
    { "stays at the most", RESTART_MOST_MS, 5, RESTART_MOST_MS },
    { "lived one ms too short", 800, RESTART_FORGET_MS - 1, 1600 },
    { "lived long enough", 800, RESTART_FORGET_MS, RESTART_FIRST_MS },
};

static void test_pause(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PAUSES); i++)
        if (supervisor_pause(PAUSES[i].last, PAUSES[i].lived) != PAUSES[i].want)
            fail_msg("%s", PAUSES[i].name);
}

struct fixture {
    struct layout layout;
    struct supervisor supervisor;
    struct problem problem;
    char folder[64];
    int stages;
};

static int setup(void **state)
{
    struct fixture *f = mem_new(sizeof(*f));
    snprintf(f->folder, sizeof(f->folder), "/tmp/mlps-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    chmod(f->folder, 0755);
    assert_int_equal(layout_find(&f->layout, f->folder, &f->problem), RC_OK);
    snprintf(f->layout.log, sizeof(f->layout.log), "%s", f->folder);
    f->layout.uid = getuid();
    assert_int_equal(supervisor_init(&f->supervisor, &f->layout, &f->problem), RC_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    mem_free(*state);
    return 0;
}

static struct supervised *add_shell(struct fixture *f, const char *name, int stage, char *script)
{
    static char shell[] = "/bin/sh";
    static char option[] = "-c";
    struct supervised_spec spec = { .name = name, .stage = stage, .readiness = READY_LINE, .stop_signal = 15 };
    spec.argv[0] = shell;
    spec.argv[1] = option;
    spec.argv[2] = script;
    return supervisor_add(&f->supervisor, &spec);
}

/* Both stages come up in order; the second one sees what the first has said. */
static rc_t stop_after_second(struct supervisor *self, int stage, struct supervised *process, void *arg,
                              struct problem *problem)
{
    struct fixture *f = arg;
    (void)problem;
    if (process)
        return RC_OK;
    assert_int_equal(stage, f->stages++);
    if (stage == 1) {
        assert_string_equal(supervisor_find(self, "one")->where, "here");
        return problem_set(problem, RC_REFUSED, NULL, "enough");
    }
    return RC_OK;
}

static void test_stages_start_in_order(void **state)
{
    struct fixture *f = *state;
    char one[] = "echo ready here; exec cat";
    char two[] = "echo ready; exec cat";
    (void)add_shell(f, "one", 0, one);
    (void)add_shell(f, "two", 1, two);
    f->supervisor.on_ready = stop_after_second;
    f->supervisor.on_ready_arg = f;
    assert_int_equal(supervisor_run(&f->supervisor, &f->problem), RC_REFUSED);
    assert_int_equal(f->stages, 2);
}

/* A process that dies is started again: the third start is the one that ends well. */
static void test_restarts_until_done(void **state)
{
    struct fixture *f = *state;
    char script[256];
    snprintf(script, sizeof(script), "echo x >> %s/count; test $(wc -l < %s/count) -ge 3 || exit 3", f->folder, f->folder);
    struct supervised *p = add_shell(f, "thrice", 0, script);
    p->spec.once = true;
    f->supervisor.until_done = true;
    assert_int_equal(supervisor_run(&f->supervisor, &f->problem), RC_OK);
    assert_int_equal(p->restarts, 2);
    assert_true(p->done);
}

static void test_gives_up_on_a_program_that_never_starts(void **state)
{
    struct fixture *f = *state;
    char script[] = "exit 7";
    (void)add_shell(f, "broken", 0, script);
    /* The pauses of eight starts would take half a minute; the bound is what is tested, not the waiting. */
    f->supervisor.failed_starts = 7;
    assert_int_equal(supervisor_run(&f->supervisor, &f->problem), RC_UNAVAILABLE);
    assert_non_null(strstr(f->problem.text, "broken"));
    assert_non_null(strstr(f->problem.text, "exit 7"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pause),
        cmocka_unit_test_setup_teardown(test_stages_start_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_restarts_until_done, setup, teardown),
        cmocka_unit_test_setup_teardown(test_gives_up_on_a_program_that_never_starts, setup, teardown),
    };
    stop_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
