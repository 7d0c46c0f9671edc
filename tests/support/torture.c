#include "torture.h"

enum pg_fate torture_probe(void *arg, const char *name)
{
    struct torture *self = arg;
    (void)name;
    if (++self->calls != self->nth)
        return PG_PASS;
    self->fired = true;
    return self->fate;
}

void torture_set(struct torture *self, pg_t *db, int nth, enum pg_fate fate)
{
    *self = (struct torture){ .nth = nth, .fate = fate };
    pg_set_probe(db, torture_probe, self);
}
