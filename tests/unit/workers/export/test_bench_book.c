/* The two writers must write the same, or their times cannot be compared. */
#include "bench_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "xlsx_part.h"

static char dir[64], path[96];

static int make(void **state)
{
    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/mlps-bench-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(path, sizeof(path), "%s/b.xlsx", dir);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(dir);
}

/* From the first data row on; the bare writer has no heading, so both start in the same row. */
static char *rows_of(bench_writer_fn *writer, const char *part, int64_t rows)
{
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(writer(dir, path, rows, &problem), RC_OK);
    return xlsx_part(path, part);
}

/* Cells with their styles taken out: the numbers of styles differ, the cells must not. */
static void strip_styles(char *xml)
{
    char *out = xml;
    for (const char *at = xml; *at; at++) {
        if (strncmp(at, " s=\"", 4) == 0)
            at = strchr(at + 4, '"');
        else
            *out++ = *at;
    }
    *out = '\0';
}

static void test_both_write_the_same_cells(void **state)
{
    (void)state;
    char *ours = rows_of(bench_write_ours, "xl/worksheets/sheet2.xml", 50);
    char *bare = rows_of(bench_write_bare, "xl/worksheets/sheet1.xml", 50);
    strip_styles(ours);
    strip_styles(bare);
    const char *a = strstr(ours, "<row r=\"4\""), *b = strstr(bare, "<row r=\"4\"");
    assert_non_null(a);
    assert_non_null(b);
    size_t len = (size_t)(strstr(b, "</sheetData>") - b);
    assert_true(len > 10000);
    assert_memory_equal(a, b, len);
    mem_free(ours);
    mem_free(bare);
}

static void test_a_path_that_cannot_be(void **state)
{
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(bench_write_ours(dir, "/nonexistent/x", 1, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(bench_write_bare(dir, "/nonexistent/x", 1, &problem), RC_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_both_write_the_same_cells, make, drop),
        cmocka_unit_test_setup_teardown(test_a_path_that_cannot_be, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
