#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "file_source.h"

static char folder[] = "/tmp/mlps-files-XXXXXX";
static int folder_fd;

static void put(const char *name, size_t size)
{
    int fd = openat(folder_fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(write(fd, &"0123456789"[i % 10], 1), 1);
    close(fd);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    folder_fd = open(folder, O_RDONLY | O_DIRECTORY);
    put("a-1_b.xlsx", 70000);
    put("empty", 0);
    put(".hidden", 1);
    put("UPPER", 1);
    mkdirat(folder_fd, "sub", 0700);
    put("sub/inside", 1);
    mkfifoat(folder_fd, "fifo", 0600);
    return symlinkat("a-1_b.xlsx", folder_fd, "link");
}

static int remove_folder(void **state)
{
    static const char *const NAMES[] = { "a-1_b.xlsx", "empty", ".hidden", "UPPER",
                                         "sub/inside", "fifo",  "link" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        unlinkat(folder_fd, NAMES[i], 0);
    unlinkat(folder_fd, "sub", AT_REMOVEDIR);
    close(folder_fd);
    return rmdir(folder);
}

static const struct {
    const char *name;
    rc_t want;
} NAMES[] = {
    { "a-1_b.xlsx", RC_OK },
    { "empty", RC_OK },
    { "missing", RC_NOT_FOUND },
    { "link", RC_NOT_FOUND },
    { "sub", RC_NOT_FOUND },
    { "fifo", RC_NOT_FOUND },
    { ".hidden", RC_INVALID },
    { "..", RC_INVALID },
    { ".", RC_INVALID },
    { "", RC_INVALID },
    { "UPPER", RC_INVALID },
    { "sub/inside", RC_INVALID },
    { "../etc/passwd", RC_INVALID },
    { "/etc/passwd", RC_INVALID },
    { "a b", RC_INVALID },
    { "a\nb", RC_INVALID },
    { "a\"b", RC_INVALID },
    { "\xe4\xb8\xad", RC_INVALID },
};

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        struct http_source *source = NULL;
        int64_t len = -1;
        rc_t rc = file_source_open(folder_fd, NAMES[i].name, &source, &len);
        if (rc != NAMES[i].want)
            fail_msg("\"%s\": %s", NAMES[i].name, rc_word(rc));
        if (rc == RC_OK)
            source->close(source);
        else
            assert_int_equal(len, -1);
    }
}

static void test_long_name(void **state)
{
    char name[202];
    struct http_source *source;
    int64_t len;
    (void)state;
    memset(name, 'a', sizeof(name));
    name[201] = '\0';
    assert_int_equal(file_source_open(folder_fd, name, &source, &len), RC_INVALID);
    name[200] = '\0';
    assert_int_equal(file_source_open(folder_fd, name, &source, &len), RC_NOT_FOUND);
}

static void test_no_folder(void **state)
{
    struct http_source *source;
    int64_t len;
    (void)state;
    assert_int_equal(file_source_open(-1, "a-1_b.xlsx", &source, &len), RC_NOT_FOUND);
}

/* The whole file, in pieces, and not a byte more. */
static void test_content(void **state)
{
    struct http_source *source;
    struct evbuffer *out = evbuffer_new();
    enum source_state at = SOURCE_MORE;
    int64_t len;
    size_t pieces = 0;
    (void)state;
    assert_int_equal(file_source_open(folder_fd, "a-1_b.xlsx", &source, &len), RC_OK);
    assert_int_equal(len, 70000);
    put("a-1_b.xlsx", 70010); /* it grows: what was announced is sent */
    while (at == SOURCE_MORE) {
        at = source->fill(source, out);
        pieces++;
    }
    assert_int_equal(at, SOURCE_END);
    assert_true(pieces > 1);
    assert_int_equal(evbuffer_get_length(out), 70000);
    const char *bytes = (const char *)evbuffer_pullup(out, -1);
    for (size_t i = 0; i < 70000; i++)
        assert_int_equal(bytes[i], "0123456789"[i % 10]);
    source->close(source);
    evbuffer_free(out);
}

static void test_empty_and_shrunk(void **state)
{
    struct http_source *source;
    struct evbuffer *out = evbuffer_new();
    int64_t len;
    (void)state;
    assert_int_equal(file_source_open(folder_fd, "empty", &source, &len), RC_OK);
    assert_int_equal(len, 0);
    assert_int_equal(source->fill(source, out), SOURCE_END);
    source->close(source);
    put("a-1_b.xlsx", 100);
    assert_int_equal(file_source_open(folder_fd, "a-1_b.xlsx", &source, &len), RC_OK);
    put("a-1_b.xlsx", 0);
    assert_int_equal(source->fill(source, out), SOURCE_BROKEN);
    source->close(source);
    evbuffer_free(out);
}

static void test_disposition(void **state)
{
    char text[600];
    (void)state;
    assert_string_equal(file_disposition("a-1.xlsx", text, sizeof(text)),
                        "attachment; filename=\"a-1.xlsx\"; filename*=UTF-8''a-1.xlsx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_name),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_content),
        cmocka_unit_test(test_empty_and_shrunk),
        cmocka_unit_test(test_disposition),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
