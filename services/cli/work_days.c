#include "work_days.h"

#include "leave.h"

/* Days after which nobody is waited for: a play lasts ten years at most. */
enum { WAIT_MOST = 3660 };

/* The calendar is asked last but one: most days are neither suspended nor without people. */
bool work_day_counts(const struct work_days *self, int32_t day)
{
    if (self->stopped <= day && day < self->resumed)
        return false;
    return !self->team || !leave_empties(self->story, self->team, day) ||
           !calendar_classify(&self->calendar, day).workday;
}

int32_t work_days_end(const struct work_days *self, int32_t from, int32_t days)
{
    int32_t day = from;
    int32_t last = from + WAIT_MOST + days;
    for (int32_t left = days; left > 0 && day < last; day++)
        left -= work_day_counts(self, day);
    return day > from ? day - 1 : from;
}
