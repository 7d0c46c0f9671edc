/* Paging of a list: the `cursor` and `limit` that every list operation takes. A cursor is the sort
 * key of the last row shown, one or two whole numbers as text "A" or "A.B"; to a caller it is
 * opaque. */
#ifndef PAGE_H
#define PAGE_H

#include <jansson.h>
#include <stdint.h>

#include "problem.h"

enum { PAGE_KEYS_MAX = 2 };

struct page {
    int64_t
        key[PAGE_KEYS_MAX]; /* rows strictly after this one; what page_read got without a cursor */
    int64_t limit;          /* most rows to show, 1..MAX_LIST_LIMIT */
};

/* The first page of an ascending list, of one row: for a list that is filtered down to one. */
#define PAGE_OF_ONE                                                                                \
    {                                                                                              \
        { INT64_MIN, INT64_MIN }, 1                                                                \
    }

/* Read `cursor` (of `keys` numbers) and `limit` (default DEFAULT_LIST_LIMIT) of a list's arguments.
 * Without a cursor every key is `start`: INT64_MIN for ascending lists, INT64_MAX for descending.
 * RC_INVALID names the field; *ret_page is then unchanged. */
MUST_CHECK rc_t page_read(const json_t *args, int keys, int64_t start, struct page *ret_page,
                          struct problem *problem);

#endif
