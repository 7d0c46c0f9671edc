/* The same workbook of ten mixed columns by two writers: ours, and the library used as plainly as
 * it can be. */
#ifndef BENCH_BOOK_H
#define BENCH_BOOK_H

#include <stdint.h>

#include "problem.h"

enum { BENCH_COLUMNS = 10, BENCH_ROWS_MAX = 1048000 /* one sheet holds them */ };

/* Write `rows` rows to `path`, temporary files in `dir`. RC_UNAVAILABLE when that failed. */
typedef rc_t bench_writer_fn(const char *dir, const char *path, int64_t rows,
                             struct problem *problem);
/* By our writer, as the worker does it. */
rc_t bench_write_ours(const char *dir, const char *path, int64_t rows, struct problem *problem);
/* By the bare library, the same cells and formats. */
rc_t bench_write_bare(const char *dir, const char *path, int64_t rows, struct problem *problem);

#endif
