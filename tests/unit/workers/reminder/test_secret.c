#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "secret.h"

static char dir[] = "/tmp/mlps-secret-XXXXXX";
static char inside[64], outside[64];

static void write_line(const char *path, const char *line)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(line, file);
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    snprintf(inside, sizeof(inside), "%s/robot", dir);
    snprintf(outside, sizeof(outside), "%s.out", dir);
    write_line(inside, "s3cret\r\nsecond line\n");
    write_line(outside, "not yours\n");
    setenv("MLPS_CHANNEL_X", "from-env", 1);
    setenv("MLPS_SMTP_PASSWORD", "not yours", 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(inside);
    unlink(outside);
    return rmdir(dir);
}

static const struct {
    const char *name, *ref;
    bool with_dir;
    rc_t rc;
    const char *want;
} ROWS[] = {
    { "none", NULL, true, RC_OK, "" },
    { "a file's first line", "file:robot", true, RC_OK, "s3cret" },
    { "a variable", "env:MLPS_CHANNEL_X", false, RC_OK, "from-env" },
    { "no folder given", "file:robot", false, RC_UNAVAILABLE, "" },
    { "no such file", "file:other", true, RC_UNAVAILABLE, "" },
    { "no such variable", "env:MLPS_CHANNEL_Y", true, RC_UNAVAILABLE, "" },
    { "another variable of ours", "env:MLPS_SMTP_PASSWORD", true, RC_INVALID, "" },
    { "a path", "file:../mlps-secret.out", true, RC_INVALID, "" },
    { "the folder above", "file:..", true, RC_INVALID, "" },
    { "no name", "file:", true, RC_INVALID, "" },
    { "a plain secret", "s3cret", true, RC_INVALID, "" },
};

static void test_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char out[SECRET_TEXT];
        struct problem problem = { .rc = RC_OK };
        rc_t rc = secret_read(ROWS[i].ref, ROWS[i].with_dir ? dir : NULL, out, &problem);
        if (rc != ROWS[i].rc || (rc == RC_OK && strcmp(out, ROWS[i].want) != 0))
            fail_msg("%s: %s", ROWS[i].name, problem.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
