/* A workbook under construction in a folder of its own, for tests of single sheets. */
#ifndef FRAME_FIXTURE_H
#define FRAME_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sheet_page.h"
#include "xlsx_part.h"

struct frame_fixture {
    char dir[64], path[96];
    struct parts parts;
    palette_t *palette;
    struct sheet_frame frame;
};

static inline int frame_open(void **state)
{
    static struct frame_fixture fixture;
    memset(&fixture, 0, sizeof(fixture));
    snprintf(fixture.dir, sizeof(fixture.dir), "/tmp/mlps-frame-XXXXXX");
    if (!mkdtemp(fixture.dir))
        return -1;
    snprintf(fixture.path, sizeof(fixture.path), "%s/f.xlsx", fixture.dir);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = fixture.dir };
    lxw_workbook *book = workbook_new_opt(fixture.path, &options);
    fixture.palette = palette_new(book);
    fixture.frame = (struct sheet_frame){ .book = book,
                                          .palette = fixture.palette,
                                          .parts = &fixture.parts,
                                          .zone_minutes = 480,
                                          .title = "合同甲",
                                          .code = "2026-c",
                                          .as_of = "2026-06-15 09:00",
                                          .rows_max = SHEET_ROWS_MAX };
    *state = &fixture;
    return 0;
}

/* Close the book and give the XML of sheet `number` (from 1). */
static inline char *frame_sheet(struct frame_fixture *fixture, size_t number)
{
    char name[64];
    assert_int_equal(workbook_close(fixture->frame.book), LXW_NO_ERROR);
    fixture->frame.book = NULL;
    snprintf(name, sizeof(name), "xl/worksheets/sheet%zu.xml", number);
    return xlsx_part(fixture->path, name);
}

static inline int frame_close(void **state)
{
    struct frame_fixture *fixture = *state;
    palette_destroy(&fixture->palette);
    for (size_t i = 0; fixture->frame.book && i < fixture->parts.count; i++)
        (void)fclose(fixture->parts.rows[i].sheet->optimize_tmpfile);
    if (fixture->frame.book)
        lxw_workbook_free(fixture->frame.book);
    (void)unlink(fixture->path);
    return rmdir(fixture->dir);
}

static inline void has(const char *xml, const char *what)
{
    if (!strstr(xml, what))
        fail_msg("missing: %s", what);
}

#endif
