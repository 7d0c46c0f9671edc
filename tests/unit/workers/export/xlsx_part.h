/* Parts of a workbook as text, for tests. */
#ifndef XLSX_PART_H
#define XLSX_PART_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <zip.h>

#include "memory.h"

/* The bytes of part `name` of the workbook at `path`, NUL-terminated; fails the test when there is
 * none. Freed with mem_free. */
static inline char *xlsx_part(const char *path, const char *name)
{
    int error = 0;
    zip_stat_t st;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &error);
    if (!archive || zip_stat(archive, name, 0, &st) != 0)
        fail_msg("%s has no %s", path, name);
    char *text = mem_new(st.size + 1);
    zip_file_t *file = zip_fopen(archive, name, 0);
    assert_int_equal(zip_fread(file, text, st.size), (zip_int64_t)st.size);
    zip_fclose(file);
    zip_discard(archive);
    return text;
}

/* How often `what` stands in `text`. */
static inline size_t count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        n++;
    return n;
}

#endif
