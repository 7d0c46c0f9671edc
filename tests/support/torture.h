/* Torture: do a piece of work again and again on fresh ground, failing its first, second, ... call
 * to the server, until a run passes without a failure. */
#ifndef TORTURE_H
#define TORTURE_H

#include "pg.h"
#include "pg_probe.h"

struct torture {
    int nth;           /* the call that fails, from 1 */
    enum pg_fate fate; /* how */
    int calls;         /* calls seen so far */
    bool fired;
};

/* Install on `db`: its nth call fails in that way, the others pass. */
void torture_set(struct torture *self, pg_t *db, int nth, enum pg_fate fate);
/* Probe function behind it. */
enum pg_fate torture_probe(void *arg, const char *name);

#endif
