/* A window that starts with its first line. Strangers can make the broker write twenty lines in
 * ten seconds, not fill a disk. */
#include "audit_line.h"

#include <inttypes.h>
#include <stdio.h>

#include "logline.h"

/* At most so many lines a window: a peer that hammers the door must not fill the disk. How many
 * were withheld is said with the next line that goes out, so nothing is hidden for good. */
bool audit_line_allowed(struct audit_line *self, int64_t now_ms)
{
    char count[24];
    if (now_ms - self->window_ms >= AUDIT_WINDOW_MS || self->lines == 0) {
        self->window_ms = now_ms;
        self->lines = 0;
    }
    if (self->lines == AUDIT_LINES) {
        self->withheld++;
        return false;
    }
    self->lines++;
    if (self->withheld > 0) {
        snprintf(count, sizeof(count), "%" PRIu64, self->withheld);
        log_warn("audit_lines_withheld", "count", count);
        self->withheld = 0;
    }
    return true;
}
