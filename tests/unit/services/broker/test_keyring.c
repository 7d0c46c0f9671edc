#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"
#include "bus.h"
#include "keyring.h"
#include "temp_keys.h"

static const char *const NAMES[] = { "broker", "gateway", "sla", NULL };

static struct temp_keys keys;
static keyring_t *ring;

static int start(void **state)
{
    struct problem problem = { 0 };
    (void)state;
    temp_keys_make(&keys, NAMES);
    return sodium_init() < 0 || keyring_open(keys.dir, &ring, &problem) != RC_OK;
}

static int stop(void **state)
{
    (void)state;
    keyring_close(&ring);
    temp_keys_remove(&keys);
    return 0;
}

static struct bus_conf bus_of(const char *name)
{
    struct bus_conf bus = { .curve = false };
    temp_keys_use(&keys, name, &bus);
    return bus;
}

static void path_of(const char *file, char path[256])
{
    snprintf(path, 256, "%s/%s", keys.dir, file);
}

static void write_file(const char *file, const char *text)
{
    char path[256];
    path_of(file, path);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void test_names(void **state)
{
    (void)state;
    struct bus_conf gateway = bus_of("gateway");
    assert_int_equal(keyring_count(ring), 2);
    assert_string_equal(keyring_name(ring, gateway.public_key), "gateway");
    assert_string_equal(keyring_name(ring, bus_of("sla").public_key), "sla");
    assert_null(keyring_name(ring, gateway.server_key)); /* the broker calls nobody */
    assert_null(keyring_name(ring, gateway.secret_key));
    assert_null(keyring_name(ring, ""));
    assert_int_equal(keyring_refresh(ring), KEYRING_SAME);
}

static void test_added(void **state)
{
    (void)state;
    temp_keys_renew(&keys, "cli");
    assert_int_equal(keyring_refresh(ring), KEYRING_GROWN);
    assert_string_equal(keyring_name(ring, bus_of("cli").public_key), "cli");
    assert_int_equal(keyring_refresh(ring), KEYRING_SAME);
}

static void test_removed(void **state)
{
    (void)state;
    struct bus_conf sla = bus_of("sla");
    temp_keys_revoke(&keys, "sla");
    assert_int_equal(keyring_refresh(ring), KEYRING_REVOKED);
    assert_null(keyring_name(ring, sla.public_key));
    assert_int_equal(keyring_count(ring), 1);
}

/* ZAP-08: written new and renamed many times within a second, always the same size: each change is
 * seen. */
static void test_renewed_within_a_second(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct bus_conf before = bus_of("sla");
        temp_keys_renew(&keys, "sla");
        assert_int_equal(keyring_refresh(ring), KEYRING_REVOKED);
        assert_null(keyring_name(ring, before.public_key));
        assert_string_equal(keyring_name(ring, bus_of("sla").public_key), "sla");
    }
}

/* A key that moves to another name is another caller. */
static void test_renamed(void **state)
{
    (void)state;
    char from[256];
    char to[256];
    struct bus_conf sla = bus_of("sla");
    path_of("sla.pub", from);
    path_of("other.pub", to);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(keyring_refresh(ring), KEYRING_REVOKED);
    assert_string_equal(keyring_name(ring, sla.public_key), "other");
}

/* Files that hold no key, and a second name for a key, are passed over and counted. */
static void test_faulty_files(void **state)
{
    (void)state;
    char text[64];
    struct bus_conf gateway = bus_of("gateway");
    snprintf(text, sizeof(text), "%s\n", gateway.public_key);
    write_file("zcopy.pub", text);
    write_file("broken.pub", "no key\n");
    write_file("empty.pub", "");
    write_file("UPPER.pub", text);
    write_file("notes.txt", text);
    assert_int_equal(keyring_refresh(ring), KEYRING_GROWN);
    assert_int_equal(keyring_count(ring), 2);
    assert_int_equal(keyring_faulty(ring), 3);
    assert_string_equal(keyring_name(ring, gateway.public_key), "gateway");
}

/* A folder that is gone accepts nobody. */
static void test_folder_gone(void **state)
{
    (void)state;
    char away[80];
    struct bus_conf gateway = bus_of("gateway");
    snprintf(away, sizeof(away), "%s-away", keys.dir);
    assert_int_equal(rename(keys.dir, away), 0);
    assert_int_equal(keyring_refresh(ring), KEYRING_REVOKED);
    assert_null(keyring_name(ring, gateway.public_key));
    assert_int_equal(keyring_refresh(ring), KEYRING_SAME);
    assert_int_equal(rename(away, keys.dir), 0);
    assert_int_equal(keyring_refresh(ring), KEYRING_GROWN);
    assert_string_equal(keyring_name(ring, gateway.public_key), "gateway");
    struct problem problem = { 0 };
    keyring_t *none = NULL;
    assert_int_equal(keyring_open("/nonexistent", &none, &problem), RC_INVALID);
    assert_null(none);
}

#define WITH_RING(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RING(test_names),       WITH_RING(test_added),
        WITH_RING(test_removed),     WITH_RING(test_renewed_within_a_second),
        WITH_RING(test_renamed),     WITH_RING(test_faulty_files),
        WITH_RING(test_folder_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
