/* `mlps-export --bench`: what our writer costs beside the bare library. */
#ifndef BENCH_H
#define BENCH_H

#include "options.h"

/* The benchmark's options, ended by a NULL name. */
extern const struct option_row BENCH_OPTIONS[];
/* Write `--count` rows of 10 columns by our writer and by the bare library in turn, with equal data
 * and formats, then `--memory-rows` rows in a child each to see its peak memory; print one JSON
 * object on standard output. Exit code 0, 2 for bad options, 1 when a workbook could not be
 * written. */
int bench_main(int argc, char **argv);

#endif
