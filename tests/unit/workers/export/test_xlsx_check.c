#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <string.h>
#include <zip.h>

#include "attr.h"
#include "xlsx_check.h"

static char path[64];

static int make(void **state)
{
    (void)state;
    snprintf(path, sizeof(path), "/tmp/mlps-check-XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int drop(void **state)
{
    (void)state;
    return unlink(path);
}

/* A workbook of one sheet with this XML. */
static void write_book(const char *name, const char *xml, size_t len)
{
    int error = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(archive);
    assert_true(zip_file_add(archive, name, zip_source_buffer(archive, xml, len, 0), 0) >= 0);
    assert_int_equal(zip_close(archive), 0);
}

static rc_t check(int64_t bytes)
{
    struct problem problem = { .rc = RC_OK };
    struct parts parts = { .count = 1 };
    parts.rows[0] = (struct part){ .name = "甲表", .bytes = bytes };
    rc_t rc = xlsx_check(path, &parts, &problem);
    assert_int_equal(problem.rc, rc);
    return rc;
}

#define SHEET "xl/worksheets/sheet1.xml"
static const struct {
    const char *name, *part, *xml;
    int64_t bytes;
    bool good;
} CASES[] = {
    { "whole", SHEET, "<worksheet><sheetData><row/></sheetData></worksheet>", 6, true },
    { "no rows", SHEET, "<worksheet><sheetData></sheetData></worksheet>", 0, true },
    { "settings after the rows", SHEET, "<w><sheetData>x</sheetData><autoFilter/></worksheet>", 1,
      true },
    { "a row is missing", SHEET, "<worksheet><sheetData></sheetData></worksheet>", 6, false },
    { "more than was written", SHEET, "<w><sheetData><row/><row/></sheetData></worksheet>", 6,
      false },
    { "cut in the rows", SHEET, "<worksheet><sheetData><row/>", 6, false },
    { "cut after the rows", SHEET, "<worksheet><sheetData><row/></sheetData>", 6, false },
    { "cut in the last mark", SHEET, "<worksheet><sheetData><row/></sheetData></workshee", 6,
      false },
    { "the beginning is missing", SHEET, "<row/></sheetData></worksheet>", 6, false },
    { "empty", SHEET, "", 0, false },
    { "another sheet", "xl/worksheets/sheet2.xml", "<worksheet><sheetData></sheetData></worksheet>",
      0, false },
};

static void test_sheets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        write_book(CASES[i].part, CASES[i].xml, strlen(CASES[i].xml));
        rc_t rc = check(CASES[i].bytes);
        if (rc != (CASES[i].good ? RC_OK : RC_UNAVAILABLE))
            fail_msg("%s: %s", CASES[i].name, rc_word(rc));
    }
}

/* Marks may fall on the border between two reads, whatever the lengths. */
static void test_marks_across_reads(void **state)
{
    enum { READ = 1 << 16 };
    static char xml[3 * READ];
    static const char HEAD[] = "<sheetData>", END[] = "</sheetData>", LAST[] = "</worksheet>";
    (void)state;
    for (size_t shift = 0; shift < 24; shift += 3) {
        size_t at = READ - shift;
        memset(xml, 'x', sizeof(xml));
        memcpy(xml + at, HEAD, strlen(HEAD));
        size_t data = at + strlen(HEAD), bytes = READ - strlen(HEAD);
        memcpy(xml + data + bytes, END, strlen(END));
        size_t len = data + bytes + strlen(END) + shift;
        memcpy(xml + len, LAST, strlen(LAST));
        write_book(SHEET, xml, len + strlen(LAST));
        if (check((int64_t)bytes) != RC_OK || check((int64_t)bytes + 1) == RC_OK)
            fail_msg("shift %zu", shift);
    }
}

static void test_damaged_files(void **state)
{
    static const char XML[] = "<worksheet><sheetData><row/><row/><row/></sheetData></worksheet>";
    (void)state;
    write_book(SHEET, XML, strlen(XML));
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    fseek(file, 60, SEEK_SET); /* in the compressed bytes */
    fputc('!', file);
    fclose(file);
    assert_int_equal(check(18), RC_UNAVAILABLE);
    assert_int_equal(truncate(path, 40), 0);
    assert_int_equal(check(18), RC_UNAVAILABLE);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(check(0), RC_UNAVAILABLE);
}

static void test_digest(void **state)
{
    struct problem problem = { .rc = RC_OK };
    char text[65];
    int64_t bytes;
    (void)state;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("abc", file);
    fclose(file);
    assert_int_equal(xlsx_digest(path, text, &bytes, &problem), RC_OK);
    assert_int_equal(bytes, 3);
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(xlsx_digest("/nonexistent", text, &bytes, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(xlsx_digest("/tmp", text, &bytes, &problem), RC_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sheets, make, drop),
        cmocka_unit_test_setup_teardown(test_marks_across_reads, make, drop),
        cmocka_unit_test_setup_teardown(test_damaged_files, make, drop),
        cmocka_unit_test_setup_teardown(test_digest, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
