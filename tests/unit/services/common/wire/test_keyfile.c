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
#include "keyfile.h"
#include "temp_keys.h"

static const char *const NOBODY[] = { NULL };

static struct temp_keys keys;

static int start(void **state)
{
    (void)state;
    temp_keys_make(&keys, NOBODY);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    temp_keys_remove(&keys);
    return 0;
}

static void path_of(const char *file, char path[256])
{
    snprintf(path, 256, "%s/%s", keys.dir, file);
}

static void write_file(const char *file, const void *bytes, size_t len)
{
    char path[256];
    path_of(file, path);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    fclose(out);
}

static unsigned mode_of(const char *file)
{
    char path[256];
    struct stat st;
    path_of(file, path);
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool good;
    } CASES[] = {
        { "broker", true },  { "a-b_9", true },     { "x2345678901234567890123456789012", true },
        { "", false },       { "../x", false },     { "x23456789012345678901234567890123", false },
        { "Broker", false }, { "a.b", false },      { "a/b", false },
        { "a b", false },    { "\xE7\x8E", false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (keyfile_name_ok(CASES[i].name) != CASES[i].good)
            fail_msg("\"%s\"", CASES[i].name);
}

static void test_make_and_read(void **state)
{
    (void)state;
    char public_key[BUS_KEY_TEXT];
    char same[BUS_KEY_TEXT];
    char secret[BUS_KEY_TEXT];
    struct problem problem = { 0 };
    assert_int_equal(keyfile_make_pair(keys.dir, "sla", &problem), RC_OK);
    assert_int_equal(keyfile_read_public(keys.dir, "sla", public_key, &problem), RC_OK);
    assert_int_equal(keyfile_read_pair(keys.dir, "sla", same, secret, &problem), RC_OK);
    assert_string_equal(public_key, same);
    assert_string_not_equal(public_key, secret);
    assert_int_equal(strlen(secret), 40);
    assert_int_equal(mode_of("sla.key"), 0600);
    assert_int_equal(mode_of("sla.pub"), 0644);
}

/* Files that hold no key: refused by name, and what the caller had stays. */
static void test_refused(void **state)
{
    (void)state;
    static const char GOOD[] = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n";
    static const struct {
        const char *name;
        const char *bytes;
        size_t len;
        rc_t rc;
    } CASES[] = {
        { "good", GOOD, 41, RC_OK },
        { "no line end", GOOD, 40, RC_INVALID },
        { "one byte more", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n\n", 42, RC_INVALID },
        { "empty", "", 0, RC_INVALID },
        { "not Z85", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf~\n", 41, RC_INVALID },
        { "a NUL", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y\0007\n", 41, RC_INVALID },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char key[BUS_KEY_TEXT] = "as before";
        struct problem problem = { 0 };
        write_file("x.pub", CASES[i].bytes, CASES[i].len);
        rc_t rc = keyfile_read_public(keys.dir, "x", key, &problem);
        if (rc != CASES[i].rc || (rc != RC_OK && strcmp(key, "as before") != 0))
            fail_msg("%s: %s, key %s", CASES[i].name, rc_word(rc), key);
        if (rc != RC_OK && !strstr(problem.text, "x.pub"))
            fail_msg("%s: \"%s\" does not name the file", CASES[i].name, problem.text);
    }
    struct problem problem = { 0 };
    char key[BUS_KEY_TEXT];
    assert_int_equal(keyfile_read_public(keys.dir, "none", key, &problem), RC_NOT_FOUND);
    problem_clear(&problem);
    assert_int_equal(keyfile_read_public(keys.dir, "../x", key, &problem), RC_INVALID);
}

/* A link is not followed: a key folder holds its own files. */
static void test_link(void **state)
{
    (void)state;
    char target[256];
    char path[256];
    char key[BUS_KEY_TEXT];
    struct problem problem = { 0 };
    assert_int_equal(keyfile_make_pair(keys.dir, "real", &problem), RC_OK);
    path_of("real.pub", target);
    path_of("link.pub", path);
    assert_int_equal(symlink(target, path), 0);
    assert_int_equal(keyfile_read_public(keys.dir, "link", key, &problem), RC_INVALID);
}

static void test_cannot_write(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    assert_int_equal(keyfile_make_pair("/nonexistent", "x", &problem), RC_INTERNAL);
    assert_non_null(strstr(problem.text, "/nonexistent/x.key"));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), IN_FOLDER(test_make_and_read), IN_FOLDER(test_refused),
        IN_FOLDER(test_link),         IN_FOLDER(test_cannot_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
