/* Every call to the server that an operation makes fails once: the n-th, for n = 1, 2, ... until
 * none is left, in each of the ways a call can fail. */
#ifndef SERVICE_TORTURE_H
#define SERVICE_TORTURE_H

#include "bench.h"

struct torture_row {
    const char *op;
    json_t *(*args)(
        int n); /* owned args of the n-th try; different for each n where the operation writes */
    const char
        *counted; /* statement that gives a number, or NULL for an operation that only reads ... */
    int64_t adds; /* ... and what one success adds to it */
};

/* Fail the running test unless a refused call leaves the number as it was, the same request
 * afterwards succeeds and adds once; and a broken connection or a serialization failure anywhere is
 * not even noticed by the caller. */
void service_torture(struct bench *bench, const struct torture_row *row);

#endif
