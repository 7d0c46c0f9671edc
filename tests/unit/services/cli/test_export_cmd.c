/* The copy of a workbook: whole or not at all, and nothing beside it. */
#include "export_cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"

static char folder[] = "/tmp/mlps-copy-XXXXXX";

static const char *at(const char *name, char out[200])
{
    snprintf(out, 200, "%s/%s", folder, name);
    return out;
}

static int make(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop(void **state)
{
    static const char *const NAMES[] = { "book", "link", "former", "fresh", "taken" };
    char path[200];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        (void)remove(at(NAMES[i], path));
    return rmdir(folder); /* fails when anything else was left */
}

static void write_file(const char *name, const char *text)
{
    char path[200];
    FILE *file = fopen(at(name, path), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void check_file(const char *name, const char *want)
{
    char path[200];
    char got[40] = "";
    FILE *file = fopen(at(name, path), "rb");
    assert_int_equal(file != NULL, want != NULL);
    if (!file)
        return;
    (void)!fread(got, 1, sizeof(got) - 1, file);
    fclose(file);
    assert_string_equal(got, want);
}

static const struct {
    const char *name, *from, *to;
    const char *says; /* why it was not done; NULL: it was */
    const char *left; /* in the place it was to go to; NULL: no file */
} COPIES[] = {
    { "a new file", "book", "fresh", NULL, "new" },
    { "over the former one", "book", "former", NULL, "new" },
    { "no source", "none", "former", "No such file", "old" },
    { "no source and nothing there", "none", "fresh", "No such file", NULL },
    { "a link in the source's place", "link", "fresh", "symbolic links", NULL },
    { "a folder in the way", "book", "taken", "directory", NULL },
    { "no folder to write to", "book", "nowhere/fresh", "No such file", NULL },
};

static void check_copy(size_t i)
{
    char from[200], to[200], beside[200], path[200];
    struct stat st;
    struct problem problem = { .rc = RC_OK };
    write_file("book", "new");
    write_file("former", "old");
    (void)unlink(at("fresh", path));
    rc_t rc = copy_file(at(COPIES[i].from, from), at(COPIES[i].to, to), &problem);
    if ((rc == RC_OK) != (COPIES[i].says == NULL) ||
        (COPIES[i].says && !strstr(problem.text, COPIES[i].says)))
        fail_msg("%s: \"%s\"", COPIES[i].name, problem.text);
    snprintf(beside, sizeof(beside), "%.190s.new", to);
    if (stat(beside, &st) == 0)
        fail_msg("%s: left %s behind", COPIES[i].name, beside);
    if (stat(to, &st) != 0 || S_ISREG(st.st_mode))
        check_file(COPIES[i].to, COPIES[i].left);
}

static void test_copies(void **state)
{
    char link[200], path[200];
    (void)state;
    assert_int_equal(mkdir(at("taken", path), 0755), 0);
    assert_int_equal(symlink("book", at("link", link)), 0);
    for (size_t i = 0; i < COUNT_OF(COPIES); i++)
        check_copy(i);
}

/* A name that the new file's would not fit behind is refused with its reason. */
static void test_a_name_too_long(void **state)
{
    char path[200];
    char to[2000];
    struct problem problem = { .rc = RC_OK };
    (void)state;
    memset(to, 'x', sizeof(to));
    to[sizeof(to) - 1] = '\0';
    write_file("book", "new");
    assert_int_equal(copy_file(at("book", path), to, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "too long"));
}

static const struct {
    const char *name, *path;
    bool ok;
} PLACES[] = {
    { "where we are", "book.xlsx", true },
    { "a folder that is there", "/tmp/book.xlsx", true },
    { "no such folder", "/tmp/none/of/them/book.xlsx", false },
    { "a file for a folder", "/proc/version/book.xlsx", false },
};

static void test_places(void **state)
{
    char path[2000];
    struct problem problem = { .rc = RC_OK };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        if ((output_check(PLACES[i].path, &problem) == RC_OK) != PLACES[i].ok)
            fail_msg("%s: %s", PLACES[i].name, problem.text);
    memset(path, '/', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    problem_clear(&problem);
    assert_int_equal(output_check(path, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "too long"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_a_name_too_long),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
