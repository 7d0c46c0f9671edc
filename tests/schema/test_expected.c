#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytebuf.h"
#include "child.h"
#include "memory.h"
#include "migrate.h"
#include "temp_db.h"

enum { DUMP_MAX = 4 << 20, LINE_MAX_BYTES = 8192, DUMP_MS = 30000 };

#define EXPECTED MLPS_SOURCE_DIR "/schema/expected.sql"

/* Lines that say who made the dump and how, not what is in the database. */
static bool is_volatile(const char *line)
{
    static const char *const PREFIXES[] = { "--", "SET ", "SELECT pg_catalog.set_config",
                                            "\\restrict", "\\unrestrict" };
    for (size_t i = 0; i < sizeof(PREFIXES) / sizeof(PREFIXES[0]); i++)
        if (strncmp(line, PREFIXES[i], strlen(PREFIXES[i])) == 0)
            return true;
    return *line == '\0';
}

static void dump(const struct temp_db *tdb, struct bytebuf *ret_text)
{
    static char line[LINE_MAX_BYTES];
    struct child child;
    const char *const argv[] = { "/usr/lib/postgresql/15/bin/pg_dump", "--schema-only",
                                 "--no-owner", tdb->dsn, NULL };
    bytebuf_init(ret_text, DUMP_MAX);
    child_start(&child, &(struct child_spec){ .argv = argv, .out = true });
    while (child_line(&child, DUMP_MS, line, sizeof(line)))
        if (!is_volatile(line))
            assert_int_equal(bytebuf_fmt(ret_text, "%s\n", line), RC_OK);
    assert_true(child_wait(&child, DUMP_MS));
    assert_int_equal(child.status, 0);
    assert_true(ret_text->len > 1000);
}

static void write_expected(const struct bytebuf *text)
{
    FILE *file = fopen(EXPECTED, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->len, file), text->len);
    assert_int_equal(fclose(file), 0);
}

static void read_expected(struct bytebuf *ret_text)
{
    char chunk[4096];
    FILE *file = fopen(EXPECTED, "re");
    bytebuf_init(ret_text, DUMP_MAX);
    for (size_t n; file && (n = fread(chunk, 1, sizeof(chunk), file)) > 0;)
        assert_int_equal(bytebuf_add(ret_text, chunk, n), RC_OK);
    if (file)
        fclose(file);
}

/* The first line in which the texts differ. */
static void show_difference(const char *is, const char *want)
{
    int line = 1;
    size_t start = 0;
    for (size_t i = 0; is[i] && is[i] == want[i]; i++)
        if (is[i] == '\n') {
            line++;
            start = i + 1;
        }
    fail_msg(
        "schema/expected.sql:%d: expected \"%.*s\", the database has \"%.*s\"; when that is meant: "
        "MLPS_UPDATE_GOLDEN=1 ctest -R schema/test_expected",
        line, (int)strcspn(want + start, "\n"), want + start, (int)strcspn(is + start, "\n"),
        is + start);
}

/* The schema that the migrations make is the one in git: a review sees it. */
static void test_golden_dump(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct bytebuf is, want;
    temp_db_open(&tdb);
    dump(&tdb, &is);
    temp_db_close(&tdb);
    if (getenv("MLPS_UPDATE_GOLDEN"))
        write_expected(&is);
    read_expected(&want);
    if (strcmp(bytebuf_str(&is), bytebuf_str(&want)) != 0)
        show_difference(bytebuf_str(&is), bytebuf_str(&want));
    bytebuf_fini(&is);
    bytebuf_fini(&want);
}

/* A second migration changes nothing at all. */
static void test_second_run_changes_nothing(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct bytebuf before, after;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    struct migrate_set set = migrate_shipped();
    temp_db_open(&tdb);
    dump(&tdb, &before);
    pg_t *db = temp_db_pg(&tdb, NULL);
    assert_int_equal(migrate_run(db, &set, &report, &problem), RC_OK);
    pg_destroy(&db);
    assert_int_equal(report.applied, 0);
    dump(&tdb, &after);
    assert_string_equal(bytebuf_str(&before), bytebuf_str(&after));
    bytebuf_fini(&before);
    bytebuf_fini(&after);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_dump),
        cmocka_unit_test(test_second_run_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
