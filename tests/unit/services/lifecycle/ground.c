#include "ground.h"

#define TODAY "2026-06-15"

void ground_open(struct ground *self)
{
    *self = (struct ground){ .prepared = 0 };
    course_open(&self->course, TODAY "T12:00:00+08:00");
    bench_join(&self->tortured, &LIFECYCLE_SERVICE, &self->course.registry);
    self->tortured.tdb.raw = self->course.registry.tdb.raw; /* borrowed, for counting rows */
    bench_at(&self->tortured, TODAY "T12:00:00+08:00");
}

void ground_close(struct ground *self)
{
    self->tortured.tdb.raw = NULL;
    bench_close(&self->tortured);
    course_close(&self->course);
}

void ground_ready(struct ground *self, int serial, ground_step_fn *step)
{
    if (self->prepared == serial)
        return;
    self->prepared = serial;
    course_add_system(&self->course, serial);
    if (step)
        step(&self->course, serial);
}

json_t *phase_args(int serial, int number, const char *on)
{
    return json_pack("{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", serial, "number",
                     number, "on", on);
}

json_t *finding_args(int serial, const char *on)
{
    return json_pack("{s:s, s:i, s:s, s:s}", "contract", CONTRACT, "serial", serial, "code", "T001",
                     "on", on);
}
