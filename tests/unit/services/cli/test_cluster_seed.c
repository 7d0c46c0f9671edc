/* Where a seed lies, when it counts, and that it is whole or not there. */
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

#include "cluster_seed.h"
#include "tree.h"

#define SERVER "/bin/sh" /* any program that is there */

static char root[64];
static struct layout layout;

static void find(struct cluster_seed *seed, const char *settings)
{
    cluster_seed_find(seed, &layout, SERVER, settings);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof(root), "/tmp/mlps-seed-XXXXXX");
    layout = (struct layout){ .uid = geteuid(), .user = "somebody" };
    return mkdtemp(root) && setenv("MLPS_CACHE", root, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    tree_remove(root);
    return 0;
}

/* A stopped cluster below the folder of seeds; static text, valid until the next call. */
static const char *cluster(const char *name)
{
    static char path[128];
    char file[160];
    snprintf(path, sizeof(path), "%s/%s", root, name);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(file, sizeof(file), "%s/PG_VERSION", path);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_int_equal(fclose(out), 0);
    return path;
}

static void test_named_by_what_it_is_made_from(void **state)
{
    struct cluster_seed one, again, settings, user, server;
    (void)state;
    find(&one, "a");
    find(&again, "a");
    find(&settings, "b");
    cluster_seed_find(&server, &layout, "/bin/ls", "a");
    layout.user[0] = 'x';
    find(&user, "a");
    assert_string_equal(one.folder, root);
    assert_string_equal(one.place, again.place);
    assert_string_not_equal(one.place, settings.place);
    assert_string_not_equal(one.place, user.place);
    assert_string_not_equal(one.place, server.place);
}

/* Environment, and the folder that follows from it; NULL: not set. */
static void test_where(void **state)
{
    static const struct {
        const char *cache, *xdg, *home, *root_folder, *folder;
    } ROWS[] = {
        { "/c", "/x", "/h", "/c", "/c" },
        { "", "/x", "/h", "", "" }, /* none is to be kept */
        { "relative", "/x", "/h", "", "" },
        { NULL, "/x", "/h", "/var/cache/mlps", "/x/mlps" },
        { NULL, "", "/h", "/var/cache/mlps", "/h/.cache/mlps" },
        { NULL, NULL, "/h", "/var/cache/mlps", "/h/.cache/mlps" },
        { NULL, NULL, NULL, "/var/cache/mlps", "" },
    };
    static const char *const NAMES[] = { "MLPS_CACHE", "XDG_CACHE_HOME", "HOME" };
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(*ROWS); i++) {
        const char *const values[] = { ROWS[i].cache, ROWS[i].xdg, ROWS[i].home };
        struct cluster_seed seed;
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(values[k] ? setenv(NAMES[k], values[k], 1) : unsetenv(NAMES[k]), 0);
        find(&seed, "a");
        assert_string_equal(seed.folder, geteuid() == 0 ? ROWS[i].root_folder : ROWS[i].folder);
        assert_int_equal(seed.place[0] == '\0', seed.folder[0] == '\0');
        assert_false(cluster_seed_is_there(&seed, &layout));
    }
}

static void test_too_long_a_folder(void **state)
{
    char path[PATH_TEXT];
    struct cluster_seed seed;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    memset(path, 'x', sizeof(path));
    path[0] = '/';
    path[sizeof(path) - 1] = '\0';
    assert_int_equal(setenv("MLPS_CACHE", path, 1), 0);
    find(&seed, "a");
    assert_string_equal(seed.place, "");
    assert_int_equal(cluster_seed_prepare(&seed, &problem), RC_UNAVAILABLE);
}

static void test_kept_and_dropped(void **state)
{
    struct cluster_seed old, new;
    (void)state;
    find(&old, "a");
    find(&new, "b");
    cluster_seed_keep(&old, cluster("pg"));
    assert_true(cluster_seed_is_there(&old, &layout));
    cluster_seed_keep(&new, cluster("pg"));
    assert_true(cluster_seed_is_there(&new, &layout));
    assert_false(cluster_seed_is_there(&old, &layout)); /* of another build */
    cluster_seed_drop(&new);
    assert_false(cluster_seed_is_there(&new, &layout));
}

/* Two that made one at the same time: the first one's counts, and the second one's folder is not touched. */
static void test_one_of_two(void **state)
{
    struct cluster_seed seed;
    struct stat first, now;
    (void)state;
    find(&seed, "a");
    cluster_seed_keep(&seed, cluster("pg"));
    assert_int_equal(stat(seed.place, &first), 0);
    const char *second = cluster("pg2");
    cluster_seed_keep(&seed, second);
    assert_int_equal(stat(seed.place, &now), 0);
    assert_int_equal(first.st_ino, now.st_ino);
    assert_int_equal(access(second, F_OK), 0);
}

/* What a stranger could have put there does not count. */
static void test_only_ones_own(void **state)
{
    struct cluster_seed seed;
    (void)state;
    find(&seed, "a");
    assert_int_equal(symlink(cluster("elsewhere"), seed.place), 0);
    assert_false(cluster_seed_is_there(&seed, &layout));
    assert_int_equal(unlink(seed.place), 0);
    assert_int_equal(mkdir(seed.place, 0700), 0);
    assert_true(cluster_seed_is_there(&seed, &layout));
    assert_int_equal(chmod(seed.place, 0710), 0);
    assert_false(cluster_seed_is_there(&seed, &layout));
    assert_int_equal(chmod(seed.place, 0700), 0);
    layout.uid++;
    assert_false(cluster_seed_is_there(&seed, &layout));
}

static void test_folder_made_with_its_parents(void **state)
{
    struct cluster_seed seed;
    struct problem problem = { .rc = RC_OK };
    char path[128];
    (void)state;
    snprintf(path, sizeof(path), "%s/a/b", root);
    assert_int_equal(setenv("MLPS_CACHE", path, 1), 0);
    find(&seed, "a");
    assert_int_equal(cluster_seed_prepare(&seed, &problem), RC_OK);
    assert_int_equal(cluster_seed_prepare(&seed, &problem), RC_OK);
    assert_int_equal(access(path, W_OK), 0);
    assert_int_equal(setenv("MLPS_CACHE", "/proc/none", 1), 0);
    find(&seed, "a");
    assert_int_equal(cluster_seed_prepare(&seed, &problem), RC_UNAVAILABLE);
}

#define ON_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FOLDER(test_named_by_what_it_is_made_from),
        ON_FOLDER(test_where),
        ON_FOLDER(test_too_long_a_folder),
        ON_FOLDER(test_kept_and_dropped),
        ON_FOLDER(test_one_of_two),
        ON_FOLDER(test_only_ones_own),
        ON_FOLDER(test_folder_made_with_its_parents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
