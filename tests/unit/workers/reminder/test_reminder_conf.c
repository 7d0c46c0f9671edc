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
#include "reminder_conf.h"

enum { WORDS_MAX = 12 };

/* Options from a line of words separated by blanks, and the state made from them. */
static rc_t open_line(const char *line, void **ret_local, struct problem *problem)
{
    static char text[512];
    char *argv[WORDS_MAX] = { text };
    int argc = 0;
    struct options options;
    snprintf(text, sizeof(text), "mlps-reminder %s", line);
    for (char *at = text; at && argc < WORDS_MAX; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL)
        argv[argc++] = at;
    for (int i = 1; i < argc; i++)
        argv[i][-1] = '\0';
    problem_clear(problem);
    rc_t rc = options_read(&options, REMINDER_OPTIONS, argc, argv, problem);
    return rc == RC_OK ? reminder_local_open(&options, ret_local, problem) : rc;
}

static const struct {
    const char *line;
    const char *says; /* part of the refusal; NULL: taken */
} LINES[] = {
    { "", NULL },
    { "--lang en", NULL },
    { "--smtp smtp://127.0.0.1:25", NULL },
    { "--smtp smtps://mail.example.com:465 --smtp-tls required --smtp-from a@b", NULL },
    { "--lang fr", "\"--lang\" must be zh or en" },
    { "--smtp 127.0.0.1:25", "\"--smtp\" must be smtp://HOST:PORT" },
    { "--smtp http://127.0.0.1:25", "\"--smtp\" must be smtp://HOST:PORT" },
    { "--smtp smtp://h:25 --smtp-from nobody", "\"--smtp-from\" must be a mail address" },
    { "--smtp smtp://h:25 --smtp-tls maybe", "\"--smtp-tls\" must be off, offered or required" },
    { "--smtp smtp://h:25 --smtp-timeout 0", "smtp-timeout" },
    { "--smtp smtp://h:25 --smtp-timeout 61", "smtp-timeout" },
    { "--smtp smtp://h:25 --smtp-password-file /nonexistent/file",
      "could not read a password from file \"/nonexistent/file\"" },
    { "--smtp", "smtp" },
};

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        struct problem problem;
        void *local = NULL;
        rc_t rc = open_line(LINES[i].line, &local, &problem);
        if ((rc == RC_OK) != (LINES[i].says == NULL) ||
            (LINES[i].says && !strstr(problem.text, LINES[i].says)) || (rc != RC_OK && local))
            fail_msg("%s: %s", LINES[i].line, problem.text);
        reminder_local_destroy(local);
    }
}

static void test_what_is_made(void **state)
{
    (void)state;
    struct problem problem;
    void *made = NULL;
    assert_int_equal(open_line("", &made, &problem), RC_OK);
    struct reminder_local *local = made;
    assert_int_equal(local->lang, LANG_ZH);
    assert_null(local->mailer);
    reminder_local_destroy(local);
    assert_int_equal(open_line("--smtp smtp://h:25 --smtp-from mlps@example.com --smtp-tls off",
                               &made, &problem),
                     RC_OK);
    local = made;
    assert_non_null(local->mailer);
    assert_string_equal(local->domain, "example.com");
    assert_int_equal(local->mail.tls, MAIL_TLS_OFF);
    assert_int_equal(local->mail.timeout_ms, 20000);
    reminder_local_destroy(local);
    reminder_local_destroy(NULL);
}

static void test_the_password_is_a_files_first_line(void **state)
{
    (void)state;
    char path[] = "/tmp/mlps-password-XXXXXX";
    char line[128];
    struct problem problem;
    void *made = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "pass word\r\nsecond\n", 18), 18);
    close(fd);
    snprintf(line, sizeof(line), "--smtp smtp://h:25 --smtp-user u --smtp-password-file %s", path);
    assert_int_equal(open_line(line, &made, &problem), RC_OK);
    struct reminder_local *local = made;
    assert_string_equal(local->mail.password, "pass word");
    assert_string_equal(local->mail.user, "u");
    reminder_local_destroy(local);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(open_line(line, &made, &problem), RC_INVALID);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_what_is_made),
        cmocka_unit_test(test_the_password_is_a_files_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
