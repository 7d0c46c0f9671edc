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

#include "bus.h"
#include "keyfile.h"
#include "temp_keys.h"

static const char *const NAMES[] = { "broker", "gateway", NULL };

static struct temp_keys keys;

static int start(void **state)
{
    (void)state;
    temp_keys_make(&keys, NAMES);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    temp_keys_remove(&keys);
    return 0;
}

static void read_all(const char *name, char public_key[BUS_KEY_TEXT], char secret[BUS_KEY_TEXT])
{
    struct problem problem = { 0 };
    assert_int_equal(keyfile_read_pair(keys.dir, name, public_key, secret, &problem), RC_OK);
}

static void test_conf(void **state)
{
    (void)state;
    struct bus_conf bus = { .requests = "tcp://h:1" };
    struct problem problem = { 0 };
    char public_key[BUS_KEY_TEXT];
    char secret[BUS_KEY_TEXT];
    assert_int_equal(bus_conf_keys(&bus, keys.dir, "gateway", &problem), RC_OK);
    assert_true(bus.curve);
    read_all("broker", public_key, secret);
    assert_string_equal(bus.server_key, public_key);
    read_all("gateway", public_key, secret);
    assert_string_equal(bus.public_key, public_key);
    assert_string_equal(bus.secret_key, secret);
    assert_string_equal(bus.requests, "tcp://h:1");
}

static void test_conf_of_nobody(void **state)
{
    (void)state;
    struct bus_conf bus = { .requests = "tcp://h:1" };
    struct problem problem = { 0 };
    assert_int_equal(bus_conf_keys(&bus, keys.dir, "nobody", &problem), RC_NOT_FOUND);
    assert_false(bus.curve);
    assert_string_equal(bus.server_key, "");
    assert_non_null(strstr(problem.text, "nobody.key"));
}

/* What stands stays; what is missing is made. */
static void test_make_again(void **state)
{
    (void)state;
    static const char *const MORE[] = { "broker", "gateway", "sla", NULL };
    struct problem problem = { 0 };
    char before[BUS_KEY_TEXT];
    char after[BUS_KEY_TEXT];
    char secret[BUS_KEY_TEXT];
    read_all("gateway", before, secret);
    assert_int_equal(bus_keys_make(keys.dir, MORE, &problem), RC_OK);
    read_all("gateway", after, secret);
    assert_string_equal(before, after);
    read_all("sla", after, secret);
}

/* A public key that was taken away stays revoked: the pair is made anew, never completed from the
 * secret half. */
static void test_revoked_stays_revoked(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    char before[BUS_KEY_TEXT];
    char after[BUS_KEY_TEXT];
    char secret[BUS_KEY_TEXT];
    read_all("gateway", before, secret);
    temp_keys_revoke(&keys, "gateway");
    assert_int_equal(bus_keys_make(keys.dir, NAMES, &problem), RC_OK);
    read_all("gateway", after, secret);
    assert_string_not_equal(before, after);
}

/* So does one whose halves do not belong together, as a crash between the two writes leaves it. */
static void test_torn_pair_is_renewed(void **state)
{
    (void)state;
    char from[256];
    char to[256];
    struct bus_conf bus = { .curve = false };
    struct problem problem = { 0 };
    snprintf(from, sizeof(from), "%s/broker.pub", keys.dir);
    snprintf(to, sizeof(to), "%s/gateway.pub", keys.dir);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(bus_keys_make(keys.dir, NAMES, &problem), RC_OK);
    assert_int_equal(bus_conf_keys(&bus, keys.dir, "gateway", &problem), RC_OK);
    assert_string_not_equal(bus.server_key, bus.public_key);
}

static void test_folder(void **state)
{
    (void)state;
    struct temp_keys inner;
    struct stat st;
    struct problem problem = { 0 };
    snprintf(inner.dir, sizeof(inner.dir), "%s/in", keys.dir);
    assert_int_equal(bus_keys_make(inner.dir, NAMES, &problem), RC_OK);
    assert_int_equal(stat(inner.dir, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    temp_keys_remove(&inner);
    assert_int_equal(bus_keys_make("/nonexistent/keys", NAMES, &problem), RC_INVALID);
    problem_clear(&problem);
    static const char *const BAD[] = { "../up", NULL };
    assert_int_equal(bus_keys_make(keys.dir, BAD, &problem), RC_INVALID);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_conf),
        IN_FOLDER(test_conf_of_nobody),
        IN_FOLDER(test_make_again),
        IN_FOLDER(test_revoked_stays_revoked),
        IN_FOLDER(test_torn_pair_is_renewed),
        IN_FOLDER(test_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
