/* What every row of a pack begins with, and how lists of rows look. */
#ifndef PACK_BASE_H
#define PACK_BASE_H

#include <stddef.h>
#include <stdint.h>

/* Where a row stands in its file, for messages. */
struct pack_place {
    const char *file;
    uint32_t line, column; /* from 1 */
};

/* A read-only list of rows. */
#define PACK_ROWS(type)                                                                            \
    struct {                                                                                       \
        type const *rows;                                                                          \
        size_t count;                                                                              \
    }

#endif
