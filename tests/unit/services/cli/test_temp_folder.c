/* Temporary folders: held while their maker lives, swept by the next one. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "temp_folder.h"
#include "tree.h"

static char base[64];

static int make_base(void **state)
{
    (void)state;
    snprintf(base, sizeof(base), "/tmp/mlps-folders-XXXXXX");
    return mkdtemp(base) ? 0 : -1;
}

static int remove_base(void **state)
{
    (void)state;
    tree_remove(base);
    return 0;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static void make(struct temp_folder *folder)
{
    struct problem problem = { .rc = RC_OK };
    if (temp_folder_make(folder, base, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

/* The path of something in the base. */
static const char *in_base(const char *name, char out[PATH_TEXT])
{
    snprintf(out, PATH_TEXT, "%s/%s", base, name);
    return out;
}

/* Two at a time do not touch each other, and each goes when it is removed. */
static void test_held(void **state)
{
    struct temp_folder one, other;
    struct stat st;
    (void)state;
    make(&one);
    make(&other);
    assert_true(is_there(one.path) && is_there(other.path));
    assert_int_equal(stat(one.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0755);
    temp_folder_remove(&one);
    assert_false(is_there(one.path));
    assert_true(is_there(other.path));
    temp_folder_remove(&other);
    assert_false(is_there(other.path));
}

/* A child that makes a folder with something in it and is killed; where it was. */
static void leave_one(char path[PATH_TEXT])
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct temp_folder folder;
        struct problem problem = { .rc = RC_OK };
        char below[PATH_TEXT];
        bool made = temp_folder_make(&folder, base, &problem) == RC_OK;
        snprintf(below, sizeof(below), "%s/data", folder.path);
        made = made && mkdir(below, 0700) == 0 && write(ends[1], folder.path, sizeof(folder.path)) > 0;
        pause();
        _exit(made ? 0 : 1);
    }
    assert_true(read(ends[0], path, sizeof(((struct temp_folder *)NULL)->path)) > 0);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ends[0]);
    close(ends[1]);
}

/* What a killed process left goes with the next start, with all that is in it, and not before. */
static void test_swept(void **state)
{
    char left[2][PATH_TEXT];
    struct temp_folder held, next;
    (void)state;
    make(&held);
    leave_one(left[0]);
    assert_true(is_there(left[0]));
    leave_one(left[1]); /* the second sweeps the first */
    assert_false(is_there(left[0]));
    make(&next);
    assert_false(is_there(left[1]));
    assert_true(is_there(held.path));
    temp_folder_remove(&next);
    temp_folder_remove(&held);
}

/* Nothing else is taken for one of ours: other names, files, and links, whatever they lead to. */
static void test_not_swept(void **state)
{
    static const char *const FOLDERS[] = { "mlps-held-", "mlps-held-abc", "mlps-held-abcdefg", "mlps-temp-abcdef", "other" };
    char path[PATH_TEXT], target[PATH_TEXT];
    struct temp_folder next;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++)
        assert_int_equal(mkdir(in_base(FOLDERS[i], path), 0700), 0);
    assert_int_equal(symlink(in_base("other", target), in_base("mlps-held-linked", path)), 0);
    FILE *file = fopen(in_base("mlps-held-afile1", path), "w");
    assert_non_null(file);
    fclose(file);
    make(&next);
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++)
        if (!is_there(in_base(FOLDERS[i], path)))
            fail_msg("%s is gone", FOLDERS[i]);
    assert_true(is_there(in_base("mlps-held-linked", path)) && is_there(in_base("mlps-held-afile1", path)));
    temp_folder_remove(&next);
}

static void test_nowhere(void **state)
{
    char path[PATH_TEXT], text[PATH_TEXT + 8];
    struct temp_folder folder;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(temp_folder_make(&folder, in_base("not-there", path), &problem), RC_INVALID);
    assert_string_equal(problem.field, "TMPDIR");
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    problem_clear(&problem);
    assert_int_equal(temp_folder_make(&folder, text, &problem), RC_INVALID);
}

/* TMPDIR is an order; without it memory is taken for what fits twice, and a disk for what does not, or must last. */
static void test_base(void **state)
{
    char *was = getenv("TMPDIR");
    (void)state;
    assert_int_equal(setenv("TMPDIR", base, 1), 0);
    assert_string_equal(temp_folder_base(0), base);
    assert_string_equal(temp_folder_base(1), base);
    assert_int_equal(setenv("TMPDIR", "", 1), 0);
    assert_string_equal(temp_folder_base(0), "/tmp");
    assert_string_equal(temp_folder_base(INT64_MAX), "/tmp");
    const char *small = temp_folder_base(1);
    assert_true(strcmp(small, "/dev/shm") == 0 || strcmp(small, "/tmp") == 0);
    assert_int_equal(was ? setenv("TMPDIR", was, 1) : unsetenv("TMPDIR"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_held, make_base, remove_base),
        cmocka_unit_test_setup_teardown(test_swept, make_base, remove_base),
        cmocka_unit_test_setup_teardown(test_not_swept, make_base, remove_base),
        cmocka_unit_test_setup_teardown(test_nowhere, make_base, remove_base),
        cmocka_unit_test_setup_teardown(test_base, make_base, remove_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
