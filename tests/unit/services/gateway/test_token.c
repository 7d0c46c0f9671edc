#include <setjmp.h>
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
#include "token.h"

#define GOOD "0123456789abcdef0123456789abcdef"

static char folder[] = "/tmp/mlps-token-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof(path), "%s/token", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void write_file(const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void read_text(char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, (int)size, file));
    fclose(file);
}

/* A missing file is made: 64 hexadecimal digits, for the owner alone, and the same at the next
 * start. */
static void test_made_when_missing(void **state)
{
    struct token token;
    struct token again;
    struct problem problem = { .rc = RC_OK };
    struct stat st;
    char text[100];
    char header[120];
    (void)state;
    umask(0);
    assert_int_equal(token_load(path, &token, &problem), RC_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    read_text(text, sizeof(text));
    assert_int_equal(strlen(text), 65);
    assert_int_equal(strspn(text, "0123456789abcdef"), 64);
    text[64] = '\0';
    snprintf(header, sizeof(header), "Bearer %s", text);
    assert_true(token_matches(&token, header));
    assert_int_equal(token_load(path, &again, &problem), RC_OK);
    assert_memory_equal(&token, &again, sizeof(token));
    unlink(path);
    assert_int_equal(token_load(path, &again, &problem), RC_OK);
    assert_memory_not_equal(&token, &again, sizeof(token));
}

/* Of many that find no file at once, one makes it and all read the same. */
static void test_made_once(void **state)
{
    enum { MAKERS = 16 };
    int pipes[2];
    struct token first;
    (void)state;
    assert_int_equal(pipe(pipes), 0);
    for (int i = 0; i < MAKERS; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct problem problem = { .rc = RC_OK };
            struct token token = { { 0 } };
            if (token_load(path, &token, &problem) != RC_OK)
                memset(&token, i, sizeof(token));
            _exit(write(pipes[1], &token, sizeof(token)) != sizeof(token));
        }
    }
    for (int i = 0; i < MAKERS; i++) {
        struct token token;
        assert_int_equal(read(pipes[0], &token, sizeof(token)), sizeof(token));
        if (i == 0)
            first = token;
        assert_memory_equal(&token, &first, sizeof(token));
        assert_true(wait(NULL) > 0);
    }
    close(pipes[0]);
    close(pipes[1]);
}

static const struct {
    const char *name;
    const char *text;
    mode_t mode;
    rc_t want;
} FILES[] = {
    { "good", GOOD "\n", 0600, RC_OK },
    { "without line end", GOOD, 0400, RC_OK },
    { "with CR LF", GOOD "\r\n", 0600, RC_OK },
    { "group may read", GOOD "\n", 0640, RC_INVALID },
    { "others may read", GOOD "\n", 0604, RC_INVALID },
    { "empty", "", 0600, RC_INVALID },
    { "too short", "0123456789abcdef0123456789abcde\n", 0600, RC_INVALID },
    { "space inside", "0123456789abcdef 0123456789abcdef\n", 0600, RC_INVALID },
    { "not ASCII", GOOD "\xc3\xa9\n", 0600, RC_INVALID },
    { "too long", GOOD GOOD GOOD GOOD GOOD GOOD GOOD GOOD "x\n", 0600, RC_INVALID },
};

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FILES); i++) {
        struct token token;
        struct problem problem = { .rc = RC_OK };
        unlink(path);
        write_file(FILES[i].text, FILES[i].mode);
        rc_t rc = token_load(path, &token, &problem);
        if (rc != FILES[i].want)
            fail_msg("%s: %s %s", FILES[i].name, rc_word(rc), problem.text);
        if (rc != RC_OK)
            assert_non_null(strstr(problem.text, path));
    }
}

static void test_unusable_places(void **state)
{
    struct token token;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(token_load("/nonexistent/token", &token, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(token_load(folder, &token, &problem), RC_INVALID);
}

static const struct {
    const char *header;
    bool want;
} HEADERS[] = {
    { "Bearer " GOOD, true },
    { "bearer " GOOD, true },
    { "BEARER  " GOOD, true },
    { "Bearer " GOOD "0", false },
    { "Bearer 0123456789abcdef0123456789abcde", false },
    { "Bearer 0123456789abcdef0123456789abcdeF", false },
    { "Bearer " GOOD " ", false },
    { "Bearer", false },
    { "Bearer ", false },
    { "", false },
    { " ", false },
    { GOOD, false },
    { "Basic " GOOD, false },
    { "Bearer\t" GOOD, false },
    { NULL, false },
};

static void test_headers(void **state)
{
    struct token token;
    struct problem problem = { .rc = RC_OK };
    char endless[2000];
    (void)state;
    unlink(path);
    write_file(GOOD "\n", 0600);
    assert_int_equal(token_load(path, &token, &problem), RC_OK);
    for (size_t i = 0; i < COUNT_OF(HEADERS); i++)
        if (token_matches(&token, HEADERS[i].header) != HEADERS[i].want)
            fail_msg("\"%s\"", HEADERS[i].header ? HEADERS[i].header : "NULL");
    memset(endless, 'a', sizeof(endless));
    memcpy(endless, "Bearer ", 7);
    endless[sizeof(endless) - 1] = '\0';
    assert_false(token_matches(&token, endless));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_made_when_missing, remove_file),
        cmocka_unit_test_setup(test_made_once, remove_file),
        cmocka_unit_test_setup(test_files, remove_file),
        cmocka_unit_test(test_unusable_places),
        cmocka_unit_test(test_headers),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
