/* Where a request may go, against a resolver that says what an attacker's would. */
#include <arpa/inet.h>
#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "egress.h"

static void read_address(const char *text, struct sockaddr_storage *out)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST };
    struct addrinfo *found = NULL;
    memset(out, 0, sizeof(*out));
    assert_int_equal(getaddrinfo(text, NULL, &hints, &found), 0);
    memcpy(out, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
}

static const struct {
    const char *address;
    bool public;
} ADDRESSES[] = {
    { "8.8.8.8", true },
    { "1.0.0.1", true },
    { "172.15.255.255", true },
    { "172.32.0.0", true },
    { "100.63.255.255", true },
    { "100.128.0.0", true },
    { "223.255.255.255", true },
    { "198.17.255.255", true },
    { "2400:3200::1", true },
    { "2001:4860::8888", true },
    { "0.0.0.0", false },
    { "10.1.2.3", false },
    { "100.64.0.1", false },
    { "127.0.0.1", false },
    { "127.255.255.255", false },
    { "169.254.169.254", false },
    { "172.16.0.1", false },
    { "172.31.255.255", false },
    { "192.0.0.1", false },
    { "192.0.2.1", false },
    { "192.168.1.1", false },
    { "198.18.0.1", false },
    { "198.19.255.255", false },
    { "203.0.113.9", false },
    { "224.0.0.1", false },
    { "255.255.255.255", false },
    { "::", false },
    { "::1", false },
    { "::ffff:8.8.8.8", false },
    { "::ffff:127.0.0.1", false },
    { "64:ff9b::7f00:1", false },
    { "fc00::1", false },
    { "fd12::1", false },
    { "fe80::1", false },
    { "ff02::1", false },
    { "2001::1", false },
    { "2001:db8::1", false },
    { "2002:7f00:1::", false },
    { "3fff::1", false },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ADDRESSES); i++) {
        struct sockaddr_storage address;
        read_address(ADDRESSES[i].address, &address);
        if (egress_is_public((const struct sockaddr *)&address) != ADDRESSES[i].public)
            fail_msg("%s", ADDRESSES[i].address);
    }
    struct sockaddr_storage local = { .ss_family = AF_UNIX };
    assert_false(egress_is_public((const struct sockaddr *)&local));
}

/* Hosts of the test's own internet. */
static rc_t resolve(const char *host, struct egress_addresses *ret, struct problem *problem)
{
    static const struct {
        const char *host, *first, *second;
    } HOSTS[] = {
        { "good.example", "93.184.216.34", "2400:3200::1" },
        { "inside.example", "10.0.0.7", NULL },
        { "both.example", "93.184.216.34", "127.0.0.1" },
        { "meta.example", "169.254.169.254", NULL },
        { "127.0.0.1", "127.0.0.1", NULL },
        { "::1", "::1", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(HOSTS); i++) {
        if (strcmp(host, HOSTS[i].host) != 0)
            continue;
        ret->count = HOSTS[i].second ? 2 : 1;
        read_address(HOSTS[i].first, &ret->list[0]);
        if (HOSTS[i].second)
            read_address(HOSTS[i].second, &ret->list[1]);
        return RC_OK;
    }
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not find host \"%s\"", host);
}

static const struct {
    const char *name, *url, *allow;
    rc_t want;
} URLS[] = {
    { "https", "https://good.example/hook?key=SECRET", NULL, RC_OK },
    { "the other port", "https://good.example:8443/", NULL, RC_OK },
    { "plain http", "http://good.example/?key=SECRET", NULL, RC_DENIED },
    { "plain http on the right port", "http://good.example:443/", NULL, RC_DENIED },
    { "another port", "https://good.example:22/", NULL, RC_DENIED },
    { "a user", "https://user:SECRET@good.example/", NULL, RC_INVALID },
    { "a host that looks like a user", "https://good.example@inside.example/", NULL, RC_INVALID },
    { "another scheme", "gopher://good.example/SECRET", NULL, RC_INVALID },
    { "a file", "file:///etc/passwd", NULL, RC_INVALID },
    { "no URL", "hello", NULL, RC_INVALID },
    { "internal", "https://inside.example/", NULL, RC_DENIED },
    { "metadata", "https://meta.example/latest/?SECRET", NULL, RC_DENIED },
    { "outside and inside", "https://both.example/", NULL, RC_DENIED },
    { "loopback by number", "https://127.0.0.1/", NULL, RC_DENIED },
    { "loopback by one number", "https://2130706433/", NULL, RC_DENIED },
    { "loopback in hexadecimal", "https://0x7f000001/", NULL, RC_DENIED },
    { "loopback, IPv6", "https://[::1]/", NULL, RC_DENIED },
    { "unknown", "https://nowhere.example/?SECRET", NULL, RC_UNAVAILABLE },
    { "listed", "http://inside.example:8080/x", "other:1,inside.example:8080", RC_OK },
    { "listed with another port", "http://inside.example:8081/", "inside.example:8080", RC_DENIED },
    { "listed in part", "http://inside.example:80/", "inside.example:8080", RC_DENIED },
    { "listed as the end of another", "http://inside.example:80/", "x.inside.example:80",
      RC_DENIED },
};

static void test_urls(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(URLS); i++) {
        struct egress_rules rules = { .allow = URLS[i].allow, .resolve = resolve };
        struct egress_pin pin = { .port = 7 };
        struct problem problem = { .rc = RC_OK };
        rc_t rc = egress_check(URLS[i].url, &rules, &pin, &problem);
        if (rc != URLS[i].want || strstr(problem.text, "SECRET") || (rc != RC_OK && pin.port != 7))
            fail_msg("%s: %s, \"%s\"", URLS[i].name, rc_word(rc), problem.text);
    }
}

static void test_the_pin(void **state)
{
    (void)state;
    struct egress_rules rules = { .resolve = resolve };
    struct egress_pin pin;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(egress_check("https://good.example:8443/a", &rules, &pin, &problem), RC_OK);
    assert_string_equal(pin.host, "good.example");
    assert_string_equal(pin.address, "93.184.216.34");
    assert_int_equal(pin.port, 8443);
    assert_false(pin.listed);
}

static void test_the_system_resolver(void **state)
{
    (void)state;
    struct egress_addresses found;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(egress_resolve("127.0.0.1", &found, &problem), RC_OK);
    assert_true(found.count >= 1);
    assert_int_equal(egress_resolve("no host", &found, &problem), RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, "no host"));
}

/* The operator's list has one place, and an empty one is none. */
static void test_the_rules_of_this_process(void **state)
{
    static const struct {
        const char *list;
        rc_t rc;
    } LISTS[] = {
        { NULL, RC_DENIED },
        { "", RC_DENIED },
        { "127.0.0.1:8080", RC_OK },
        { "127.0.0.1:8081", RC_DENIED },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        struct egress_pin pin;
        struct problem problem = { .rc = RC_OK };
        if (LISTS[i].list)
            setenv(EGRESS_ALLOW_ENV, LISTS[i].list, 1);
        else
            unsetenv(EGRESS_ALLOW_ENV);
        const struct egress_rules rules = egress_rules_here();
        assert_int_equal(egress_check("http://127.0.0.1:8080/x", &rules, &pin, &problem),
                         LISTS[i].rc);
    }
    unsetenv(EGRESS_ALLOW_ENV);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_the_pin),
        cmocka_unit_test(test_the_system_resolver),
        cmocka_unit_test(test_the_rules_of_this_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
