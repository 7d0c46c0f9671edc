/* Arguments of an operation as a table: one row per field says its name, what it holds, whether it
 * must be there and which member of a struct gets it. What is in no row is refused. */
#ifndef ARGS_H
#define ARGS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "jsonx.h"
#include "problem.h"

/* What a field holds, and the member's type. An optional field that is absent or null gives NULL
 * for texts and trees, and for numbers, booleans, dates and instants what the target begins as. */
enum arg_kind {
    ARG_TEXT,     /* const char *: 1..most characters without control characters */
    ARG_CODE,     /* const char *: at most `most` of a-z, 0-9 and -, not beginning with - */
    ARG_DOCUMENT, /* struct document: 1..most bytes of any valid UTF-8, also CR and control
                     characters */
    ARG_INT,      /* int64_t: least..most */
    ARG_BOOL,     /* bool */
    ARG_DATE,     /* int32_t: days since 1970-01-01 */
    ARG_INSTANT,  /* int64_t: microseconds since 1970 */
    ARG_OBJECT,   /* const json_t * */
    ARG_LIST,     /* const json_t *: at most `most` entries */
    ARG_PAGE, /* struct page: reads "cursor" (the key) of `most` numbers and "limit"; `least` is the
                 start */
};

struct document {
    const char *bytes; /* borrowed from the arguments */
    size_t len;
};

struct arg_row {
    const char *key;
    enum arg_kind kind;
    enum json_need need;
    int64_t least, most; /* as the kind says */
    size_t at;           /* offsetof the member */
};

/* The struct that the rows' members lie in. */
struct arg_target {
    void *ret;
    size_t size;       /* of the struct */
    const void *blank; /* a struct of that size: what members begin as; NULL: zeros */
};

/* A struct in which whatever the arguments do not say is 0, false or NULL. */
#define ARGS_INTO(ret_struct) ((struct arg_target){ (ret_struct), sizeof(*(ret_struct)), NULL })
/* A struct that begins as *blank_struct, which has the same type. */
#define ARGS_OVER(ret_struct, blank_struct)                                                        \
    ((struct arg_target){ (ret_struct), sizeof(*(ret_struct)), (blank_struct) })

/* Read `args` by `count` rows into the target, the first wrong row ends it. All rows are judged
 * before the first byte is written: on failure the target's struct is untouched, so a reader may
 * give its caller's. RC_INVALID (RC_TOO_LARGE for documents and lists) names the field. Texts and
 * trees are borrowed from `args`. */
MUST_CHECK rc_t args_read(const json_t *args, const struct arg_row *rows, size_t count,
                          struct arg_target target, struct problem *problem);

#endif
