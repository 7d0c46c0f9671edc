/* Folders copied and removed whole, on a real file system. */
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

#include "tree.h"

enum { PATH_SIZE = 256 };

static char root[PATH_SIZE];

static const char *at(const char *name)
{
    static char paths[4][PATH_SIZE + 64];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof(paths[0]), "%s/%s", root, name);
    return path;
}

static void write_file(const char *name, const char *text, mode_t mode)
{
    FILE *file = fopen(at(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(at(name), mode), 0);
}

static void expect_file(const char *name, const char *want, mode_t mode)
{
    char text[64] = "";
    struct stat st;
    FILE *file = fopen(at(name), "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof(text) - 1, file);
    text[n] = '\0';
    fclose(file);
    assert_string_equal(text, want);
    assert_int_equal(stat(at(name), &st), 0);
    assert_int_equal(st.st_mode & 07777, mode);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof(root), "/tmp/mlps-tree-XXXXXX");
    if (!mkdtemp(root) || mkdir(at("a"), 0700) != 0 || mkdir(at("a/b"), 0750) != 0 || mkdir(at("a/none"), 0700) != 0)
        return -1;
    write_file("a/one", "1", 0600);
    write_file("a/b/two", "", 0440);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tree_remove(root);
    return access(root, F_OK) == 0 ? -1 : 0;
}

static void test_copied_with_rights(void **state)
{
    struct problem problem = { .rc = RC_OK };
    struct stat st;
    (void)state;
    assert_int_equal(tree_copy(at("a"), at("copy"), &problem), RC_OK);
    expect_file("copy/one", "1", 0600);
    expect_file("copy/b/two", "", 0440);
    assert_int_equal(stat(at("copy/b"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0750);
    assert_int_equal(access(at("copy/none"), F_OK), 0);
    expect_file("a/one", "1", 0600); /* and what was copied is as it was */
}

/* From a disk into memory, where there is such a file system, and a file of more than one piece. */
static void test_between_file_systems(void **state)
{
    struct problem problem = { .rc = RC_OK };
    char memory[PATH_SIZE] = "/dev/shm/mlps-tree-XXXXXX";
    char to[PATH_SIZE + 16];
    struct stat st;
    (void)state;
    if (!mkdtemp(memory))
        skip();
    write_file("a/large", "x", 0600);
    assert_int_equal(truncate(at("a/large"), 3 << 20), 0);
    snprintf(to, sizeof(to), "%s/copy", memory);
    rc_t rc = tree_copy(at("a"), to, &problem);
    snprintf(to, sizeof(to), "%s/copy/large", memory);
    int found = stat(to, &st);
    tree_remove(memory);
    assert_int_equal(rc, RC_OK);
    assert_int_equal(found, 0);
    assert_int_equal(st.st_size, 3 << 20);
}

static void test_owners_are_kept(void **state)
{
    struct problem problem = { .rc = RC_OK };
    struct stat st;
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(at("a/one"), 65534, 65534), 0);
    assert_int_equal(tree_copy(at("a"), at("copy"), &problem), RC_OK);
    assert_int_equal(stat(at("copy/one"), &st), 0);
    assert_int_equal(st.st_uid, 65534);
    assert_int_equal(st.st_gid, 65534);
}

static void test_refused(void **state)
{
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(tree_copy(at("missing"), at("copy"), &problem), RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, "missing"));
    problem_clear(&problem);
    assert_int_equal(mkdir(at("taken"), 0700), 0);
    assert_int_equal(tree_copy(at("a"), at("taken"), &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(symlink("/etc/passwd", at("a/link")), 0);
    assert_int_equal(tree_copy(at("a"), at("copy"), &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "link"));
}

/* A link is removed and what it names stays. */
static void test_removed(void **state)
{
    (void)state;
    assert_int_equal(symlink(at("a"), at("a/b/up")), 0);
    assert_int_equal(mkdir(at("c"), 0700), 0);
    assert_int_equal(symlink(at("a"), at("c/link")), 0);
    tree_remove(at("c"));
    assert_int_not_equal(access(at("c"), F_OK), 0);
    expect_file("a/one", "1", 0600);
    tree_remove(at("missing"));
}

#define ON_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FOLDER(test_copied_with_rights),
        ON_FOLDER(test_between_file_systems),
        ON_FOLDER(test_owners_are_kept),
        ON_FOLDER(test_refused),
        ON_FOLDER(test_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
