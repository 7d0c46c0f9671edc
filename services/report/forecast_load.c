/* A cell is one owner's day or week. Both are filled in one walk over the items, so that they
 * cannot disagree about what is open. */
#include "forecast_load.h"

#include "civil.h"
#include "memory.h"

/* A cell counts each item once under its kind, so the sum counts each once. */
int32_t load_open(const struct load_cell *cell)
{
    int32_t sum = 0;
    for (size_t k = 0; k < FORECAST_KIND__COUNT; k++)
        sum += cell->open[k];
    return sum;
}

/* A stretch of days or of weeks as cells of one owner: the walk over an item is the same for both,
 * only the width of a cell differs. */
struct band {
    struct load_cell *cells;
    int32_t first; /* day of the first cell */
    int32_t width; /* days of a cell: 1 or 7 */
};

/* Days of one item that lie inside the forecast, and its due day if that does too: what is open
 * throughout and due beyond is a load without a due day. */
struct stay {
    enum forecast_kind kind;
    int32_t from, to; /* both counted */
    int32_t due;      /* NO_DAY: not inside */
};

/* Days before the first cell never come here: a stay is cut to the forecast, and the first week
 * begins on or before today. */
static size_t cell_of(const struct band *band, int32_t day)
{
    return (size_t)((day - band->first) / band->width);
}

/* A week that an item touches counts it once, however many of its days do. */
static void count_stay(const struct band *band, const struct stay *stay)
{
    for (size_t i = cell_of(band, stay->from); i <= cell_of(band, stay->to); i++)
        band->cells[i].open[stay->kind]++;
    if (stay->due != NO_DAY)
        band->cells[cell_of(band, stay->due)].due++;
}

/* Both ends brought inside the forecast; false for an item that lies outside it. */
static bool find_stay(const struct forecast *f, const struct forecast_item *item,
                      const struct course_row *row, struct stay *ret)
{
    ret->kind = item->kind;
    ret->from = row->from > f->today ? row->from : f->today;
    ret->to = row->end < f->until ? row->end : f->until;
    bool due_inside = row->due >= f->today && row->due <= f->until;
    ret->due = due_inside && item->stage != STAGE_SUBMITTED ? row->due : NO_DAY;
    return ret->from <= ret->to;
}

/* An item of two owners (a team and its engineer) is counted by both: each looks at an own desk. */
void forecast_load_make(const struct forecast *forecast, const struct course_row *rows,
                        struct forecast_load *ret_load)
{
    struct forecast_load load = { .days = (size_t)(forecast->until - forecast->today + 1) };
    load.monday = forecast->today - civil_weekday(forecast->today) + 1;
    load.weeks = (size_t)((forecast->until - load.monday) / 7 + 1);
    load.day_cells = mem_array(forecast->owner_count * load.days, sizeof(*load.day_cells));
    load.week_cells = mem_array(forecast->owner_count * load.weeks, sizeof(*load.week_cells));
    for (size_t i = 0; i < forecast->item_count; i++) {
        size_t owners[ITEM_OWNERS_MAX];
        struct stay stay;
        if (!find_stay(forecast, &forecast->items[i], &rows[i], &stay))
            continue;
        size_t n = forecast_item_owners(forecast, &forecast->items[i], owners);
        for (size_t k = 0; k < n; k++) {
            const struct band days = { &load.day_cells[owners[k] * load.days], forecast->today, 1 };
            const struct band weeks = { &load.week_cells[owners[k] * load.weeks], load.monday, 7 };
            count_stay(&days, &stay);
            count_stay(&weeks, &stay);
        }
    }
    *ret_load = load;
}

/* Safe on zeros, as everything that a failed forecast may leave. */
void forecast_load_fini(struct forecast_load *self)
{
    mem_free(self->day_cells);
    mem_free(self->week_cells);
    *self = (struct forecast_load){ .days = 0 };
}

/* More open work weighs more than more due: the latter is part of the former. */
static bool is_more(const struct load_cell *a, const struct load_cell *b)
{
    int32_t left = load_open(a);
    int32_t right = load_open(b);
    return left != right ? left > right : a->due > b->due;
}

/* Strictly more is needed to take the place of an earlier one. */
size_t load_peak(const struct load_cell *cells, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (is_more(&cells[i], &cells[best]))
            best = i;
    return best;
}
