/* Files and statements that the build puts into a program (services/common/embed.cmake). */
#ifndef EMBED_H
#define EMBED_H

#include <stddef.h>

struct embed {
    const char *name; /* file name without folder; NULL ends a list */
    const char *text; /* the bytes, a NUL after the last */
    size_t size;      /* bytes without that NUL */
};

struct sql {
    const char *name; /* name of the prepared statement: the file's stem */
    const char *text; /* one statement */
};

#endif
