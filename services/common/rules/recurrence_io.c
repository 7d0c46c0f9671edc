#include "recurrence_io.h"

#include "jsonx.h"

/* The pointers of *ret go into *buffer, which is why it is the caller's and outlives the question.
 * A missing calendar is no error: weekdays then rule, and the count says that it is provisional
 * where notices matter. */
rc_t io_recurrence(const struct eval_env *env, const json_t *input, struct recurrence_input *buffer,
                   struct recurrence_use *ret, struct problem *problem)
{
    const json_t *start = json_object_get(input, "start");
    const json_t *from = json_object_get(input, "from");
    const json_t *to = json_object_get(input, "to");
    int32_t days[3] = { 0, 0, NO_DAY };
    rc_t rc = io_pack(env, input, &ret->pack, problem);
    if (rc == RC_OK)
        rc = io_readings(ret->pack, input, &buffer->texts, &buffer->readings, problem);
    if (rc == RC_OK)
        rc = io_day(ret->pack, from, "from", &days[0], problem);
    if (rc == RC_OK)
        rc = io_day(ret->pack, to, "to", &days[1], problem);
    if (rc == RC_OK && jsonx_is_text(start))
        rc = io_day(ret->pack, start, "start", &days[2], problem);
    if (rc == RC_OK)
        rc = service_range_make(ret->pack, days[0], days[1], days[2], &ret->range, problem);
    if (rc != RC_OK)
        return rc;
    buffer->calendar = io_calendar(env, ret->pack);
    ret->calendar = &buffer->calendar;
    ret->readings = &buffer->readings;
    return RC_OK;
}
