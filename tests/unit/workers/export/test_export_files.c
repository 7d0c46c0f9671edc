#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "export_files.h"

struct fixture {
    char data[64];
    char exports[80];
};

static int make(void **state)
{
    static struct fixture fixture;
    snprintf(fixture.data, sizeof(fixture.data), "/tmp/mlps-files-XXXXXX");
    if (!mkdtemp(fixture.data))
        return -1;
    snprintf(fixture.exports, sizeof(fixture.exports), "%s/exports", fixture.data);
    *state = &fixture;
    return 0;
}

static int drop(void **state)
{
    const struct fixture *fixture = *state;
    (void)rmdir(fixture->exports);
    return rmdir(fixture->data); /* fails when a test left anything behind */
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Names in the exports folder, hidden ones too. */
static int entries(const struct fixture *fixture)
{
    int n = 0;
    DIR *dir = opendir(fixture->exports);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return n;
}

static export_files_t *open_files(const struct fixture *fixture)
{
    struct problem problem = { .rc = RC_OK };
    export_files_t *files;
    if (export_files_open(fixture->data, &files, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return files;
}

static void test_publish(void **state)
{
    const struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    char path[128];
    export_files_t *files = open_files(fixture);
    write_text(export_files_draft(files), "new");
    snprintf(path, sizeof(path), "%s/a.xlsx", fixture->exports);
    write_text(path, "old");
    assert_int_equal(export_files_publish(files, "a.xlsx", &problem), RC_OK);
    assert_int_not_equal(access(export_files_draft(files), F_OK), 0);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 3);
    export_files_close(&files);
    assert_null(files);
    assert_int_equal(entries(fixture), 1);
    unlink(path);
}

static void test_publish_without_a_draft(void **state)
{
    const struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    export_files_t *files = open_files(fixture);
    assert_int_equal(export_files_publish(files, "a.xlsx", &problem), RC_UNAVAILABLE);
    export_files_close(&files);
    assert_int_equal(entries(fixture), 0);
}

/* A process that is killed leaves its folder; the next one to start removes it. */
static void test_orphans_are_swept(void **state)
{
    const struct fixture *fixture = *state;
    pid_t pid = fork();
    if (pid == 0) {
        export_files_t *files = open_files(fixture);
        write_text(export_files_draft(files), "half");
        _exit(0); /* nothing is closed: as after SIGKILL */
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(entries(fixture), 1);
    export_files_t *files = open_files(fixture);
    assert_int_equal(entries(fixture), 1); /* our own */
    export_files_close(&files);
    assert_int_equal(entries(fixture), 0);
}

static void test_the_living_are_left_alone(void **state)
{
    const struct fixture *fixture = *state;
    export_files_t *first = open_files(fixture);
    write_text(export_files_draft(first), "being written");
    export_files_t *second = open_files(fixture);
    assert_int_equal(access(export_files_draft(first), F_OK), 0);
    assert_string_not_equal(export_files_work(first), export_files_work(second));
    export_files_close(&first);
    export_files_close(&second);
}

static void test_workbooks_and_strangers_are_left_alone(void **state)
{
    const struct fixture *fixture = *state;
    char path[128];
    export_files_t *files = open_files(fixture);
    export_files_close(&files);
    snprintf(path, sizeof(path), "%s/kept.xlsx", fixture->exports);
    write_text(path, "kept");
    files = open_files(fixture);
    assert_int_equal(access(path, F_OK), 0);
    export_files_close(&files);
    unlink(path);
}

static void test_folders_that_cannot_be(void **state)
{
    static const char *const FOLDERS[] = { "/proc/nowhere", "/dev/null", "/nonexistent/deeper" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++) {
        struct problem problem = { .rc = RC_OK };
        export_files_t *files = NULL;
        if (export_files_open(FOLDERS[i], &files, &problem) != RC_INVALID || !problem.text[0] ||
            files)
            fail_msg("%s: %s", FOLDERS[i], problem.text);
    }
    char long_path[EXPORT_PATH_MAX + 1];
    struct problem problem = { .rc = RC_OK };
    export_files_t *files = NULL;
    memset(long_path, 'a', sizeof(long_path));
    long_path[EXPORT_PATH_MAX] = '\0';
    assert_int_equal(export_files_open(long_path, &files, &problem), RC_INVALID);
}

static void test_names(void **state)
{
    char name[EXPORT_NAME_MAX];
    (void)state;
    struct export_name row = {
        .contract = "yifen-2026", .kind = "progress", .as_of = 20619, .id = 17
    };
    assert_string_equal(export_file_name(&row, name), "yifen-2026-progress-2026-06-15-17.xlsx");
    char code[200];
    memset(code, 'a', sizeof(code));
    code[199] = '\0';
    row = (struct export_name){
        .contract = code, .kind = "abcdefghijklmnopqrst", .as_of = 20619, .id = INT64_MAX
    };
    export_file_name(&row, name);
    assert_true(strlen(name) < EXPORT_NAME_MAX);
    assert_non_null(strstr(name, "-2026-06-15-9223372036854775807.xlsx"));
}

int main(void)
{
#define FILES_TEST(f) cmocka_unit_test_setup_teardown(f, make, drop)
    const struct CMUnitTest tests[] = {
        FILES_TEST(test_publish),
        FILES_TEST(test_publish_without_a_draft),
        FILES_TEST(test_orphans_are_swept),
        FILES_TEST(test_the_living_are_left_alone),
        FILES_TEST(test_workbooks_and_strangers_are_left_alone),
        FILES_TEST(test_folders_that_cannot_be),
        FILES_TEST(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
