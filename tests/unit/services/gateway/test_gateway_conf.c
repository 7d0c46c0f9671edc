#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "gateway_conf.h"

enum { WORDS = 8 };

static rc_t read_conf(struct gateway_conf *conf, const char *const words[], struct problem *problem)
{
    char *argv[WORDS + 3] = { (char *)(uintptr_t) "mlps-gateway" };
    int argc = 1;
    bool done;
    for (size_t i = 0; i < WORDS && words[i]; i++)
        argv[argc++] = (char *)(uintptr_t)words[i];
    problem_clear(problem);
    return gateway_conf_read(conf, argc, argv, &done, problem);
}

static const struct {
    const char *words[WORDS];
    const char *field; /* named by the refusal; NULL: accepted */
} LINES[] = {
    { { "--token-file=t", "--insecure" }, NULL },
    { { "--token-file=t", "--insecure", "--listen=[::1]:0", "--max-connections=1" }, NULL },
    { { "--insecure" }, "token-file" },
    { { "--token-file=t" }, "keys" },
    { { "--token-file=t", "--keys=/nonexistent" }, "keys" },
    { { "--token-file=t", "--insecure", "extra" }, "extra" },
    { { "--token-file=t", "--insecure", "--unknown=1" }, "--unknown=1" },
    { { "--token-file=t", "--insecure", "--listen=nowhere" }, "listen" },
    { { "--token-file=t", "--insecure", "--listen=a:b" }, "listen" },
    { { "--token-file=t", "--insecure", "--hosts=a b" }, "hosts" },
    { { "--token-file=t", "--insecure", "--hosts=" }, "hosts" },
    { { "--token-file=t", "--insecure", "--hosts=a:80" }, "hosts" },
    { { "--token-file=t", "--insecure", "--hosts=a,,b" }, "hosts" },
    { { "--token-file=t", "--insecure", "--hosts=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17" },
      "hosts" },
    { { "--token-file=t", "--insecure", "--bus=http://x" }, "bus" },
    { { "--token-file=t", "--insecure", "--max-connections=0" }, "max-connections" },
    { { "--token-file=t", "--insecure", "--head-ms=x" }, "head-ms" },
    { { "--token-file=t", "--insecure", "--bus-ms=600001" }, "bus-ms" },
};

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        struct gateway_conf conf;
        struct problem problem;
        rc_t rc = read_conf(&conf, LINES[i].words, &problem);
        if ((rc == RC_OK) != (LINES[i].field == NULL))
            fail_msg("row %zu: %s %s", i, rc_word(rc), problem.text);
        if (rc == RC_OK)
            gateway_conf_fini(&conf);
        else if (*problem.text == '\0')
            fail_msg("row %zu: no reason", i);
        else if (strcmp(LINES[i].field, "keys") != 0 && strcmp(LINES[i].field, "bus") != 0)
            assert_string_equal(problem.field, LINES[i].field);
    }
}

static void test_defaults(void **state)
{
    static const char *const WORDS_GIVEN[WORDS] = { "--token-file=t", "--insecure" };
    struct gateway_conf conf;
    struct problem problem;
    (void)state;
    assert_int_equal(read_conf(&conf, WORDS_GIVEN, &problem), RC_OK);
    assert_string_equal(conf.listen, "127.0.0.1:8080"); /* this machine alone */
    assert_string_equal(conf.bus.requests, "tcp://127.0.0.1:5555");
    assert_string_equal(conf.bus.events_out, "tcp://127.0.0.1:5557");
    assert_false(conf.bus.curve);
    assert_false(conf.tls);
    assert_null(conf.exports);
    /* reliability.md section 6: headers within 5 s, a small body within 30 s */
    assert_true(conf.limits.head_ms <= 5000);
    assert_true(conf.limits.body_ms <= 30000);
    gateway_conf_fini(&conf);
}

static const struct {
    const char *hosts; /* NULL: not given */
    const char *listen;
    const char *host;
    bool want;
} HOSTS[] = {
    { NULL, "127.0.0.1:80", "localhost", true },
    { NULL, "127.0.0.1:80", "LOCALHOST:9999", true },
    { NULL, "127.0.0.1:80", "127.0.0.1", true },
    { NULL, "127.0.0.1:80", "[::1]:80", true },
    { NULL, "127.0.0.1:80", "evil.example", false },
    { NULL, "127.0.0.1:80", "localhost.evil.example", false },
    { NULL, "10.0.0.1:80", "10.0.0.1:80", true },
    { NULL, "[fe80::1]:80", "[FE80::1]:80", true },
    { "mlps.example, b", "127.0.0.1:80", "mlps.example:443", true },
    { "mlps.example, b", "127.0.0.1:80", "b", true },
    { "mlps.example, b", "127.0.0.1:80", "localhost", false },
};

static void test_hosts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HOSTS); i++) {
        char listen[100];
        char hosts[100];
        snprintf(listen, sizeof(listen), "--listen=%s", HOSTS[i].listen);
        snprintf(hosts, sizeof(hosts), "--hosts=%s", HOSTS[i].hosts ? HOSTS[i].hosts : "");
        const char *const words[WORDS] = { "--token-file=t", "--insecure", listen,
                                           HOSTS[i].hosts ? hosts : NULL };
        struct gateway_conf conf;
        struct problem problem;
        assert_int_equal(read_conf(&conf, words, &problem), RC_OK);
        if (gateway_conf_host_allowed(&conf, HOSTS[i].host) != HOSTS[i].want)
            fail_msg("row %zu: %s", i, HOSTS[i].host);
        gateway_conf_fini(&conf);
    }
}

/* Each option is in the README, so that the page cannot fall behind the table. */
static void test_readme(void **state)
{
    static char text[64 << 10];
    FILE *file = fopen(MLPS_SOURCE_DIR "/services/gateway/README.md", "r");
    (void)state;
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    for (const struct option_row *row = GATEWAY_OPTIONS; row->name; row++) {
        char option[64];
        snprintf(option, sizeof(option), "`--%s", row->name);
        if (!strstr(text, option))
            fail_msg("README.md does not name --%s", row->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_readme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
