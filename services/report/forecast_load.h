/* Who has how much on the desk, on each day and in each week, were all to go by the plan. Pure. */
#ifndef FORECAST_LOAD_H
#define FORECAST_LOAD_H

#include "forecast_course.h"

/* Work open at some time of the stretch, by kind, and what falls due in it. */
struct load_cell {
    int32_t open[FORECAST_KIND__COUNT];
    int32_t due;
};
/* Open work of all kinds. */
int32_t load_open(const struct load_cell *cell);

struct forecast_load {
    size_t days, weeks;          /* from forecast.today; weeks are Monday to Sunday */
    int32_t monday;              /* of the first week */
    struct load_cell *day_cells; /* by owner, then day */
    struct load_cell *week_cells;
};

/* Count every item for each of its owners, on each day from its first to its last by the plan's
 * `rows`; what is overdue is open today and no longer. A week counts an item once. Caller frees
 * with forecast_load_fini. */
void forecast_load_make(const struct forecast *forecast, const struct course_row *rows,
                        struct forecast_load *ret_load);
/* Free the cells. */
void forecast_load_fini(struct forecast_load *self);

/* The owner's cell with the most open work, then the most due; the earliest of equals. Index. */
size_t load_peak(const struct load_cell *cells, size_t count);

#endif
