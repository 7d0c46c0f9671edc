/* A limit on lines that strangers can cause: what is beyond it is counted, not written. */
#ifndef AUDIT_LINE_H
#define AUDIT_LINE_H

#include <stdbool.h>
#include <stdint.h>

enum { AUDIT_LINES = 20, AUDIT_WINDOW_MS = 10000 };

struct audit_line {
    int64_t window_ms; /* start of the window */
    unsigned lines;    /* written in it */
    uint64_t withheld; /* not written since the last one that was */
};

/* Whether one more line may be written now. The first line of a window after a flood is preceded by
 * one that says how many were withheld. Start with a zeroed struct. */
bool audit_line_allowed(struct audit_line *self, int64_t now_ms);

#endif
