/* From rows to a workbook on disk, without a database or a job: what the worker, the benchmark and
 * the tests call. Equal asks give equal bytes. */
#ifndef EXPORT_RENDER_H
#define EXPORT_RENDER_H

#include "cover.h"

/* Gives the rows of one sheet, in order, to sheet_writer_row. Any result but RC_OK ends the
 * workbook. */
typedef rc_t render_rows_fn(void *arg, const struct sheet_def *sheet, sheet_writer_t *out,
                            struct problem *problem);

struct render_ask {
    const struct book_def *book;
    enum lang lang;
    struct cover_facts cover;
    const struct phase_head *phases; /* for sheets with a group */
    size_t phase_count;
    render_rows_fn *rows;
    void *rows_arg;
    void (*closing)(void *arg); /* called once all rows are written; may be NULL */
    void *closing_arg;
    const char *folder; /* for temporary files; as large as the sheets' XML twice (not /tmp, often
                           memory) */
    const char *path;   /* file to write, in a place nobody looks at */
    uint32_t rows_max;  /* 0: SHEET_ROWS_MAX; less for tests of continuation */
    int64_t rows_expected; /* about; decides whether the file needs the ZIP64 form */
};

enum { SHA256_TEXT = 65 /* hex digits of a SHA-256, with NUL */ };

struct render_done {
    int64_t rows;
    int64_t bytes;
    char sha256[SHA256_TEXT];
};

/* Write, check and measure one workbook. The finished file has been read back: every sheet
 * complete, byte for byte as long as what was written, so that a full disk cannot leave a short
 * file behind. RC_UNAVAILABLE when the disk did not take it; results of `rows` are passed on. On
 * failure the file is removed and *ret_done unchanged. */
MUST_CHECK rc_t export_render(const struct render_ask *ask, struct render_done *ret_done,
                              struct problem *problem);

#endif
