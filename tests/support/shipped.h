/* A contract frame on the shipped yifen-2026 pack and calendar without a database, for tests of
 * what is pure. */
#ifndef SHIPPED_H
#define SHIPPED_H

#include "contract_frame.h"

struct shipped {
    pack_t *pack;
    calendar_t *calendar;
    struct contract_frame frame; /* contract 1, signed 2026-03-16, service to 2026-12-31 */
};

/* Read it. Every failure ends the test program. */
void shipped_open(struct shipped *self);
void shipped_close(struct shipped *self);

#endif
