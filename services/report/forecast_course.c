/* Each item ends once in a course, and every end follows from ends before it: systems one by one,
 * their phases in order, then what goes with phases, then the rest. No end is ever revised. */
#include "forecast_course.h"

#include "phase.h"

/* What is overdue cannot be in time any more; all else is to the day, neither late nor early. */
int32_t lateness_of_plan(void *arg, size_t index, int32_t least)
{
    (void)arg;
    (void)index;
    return least > 0 ? least : 0;
}

/* One draw for each clocked item in their order (run_phases, then run_item): the order is part of
 * what a seed means. */
int32_t lateness_of_chance(void *arg, size_t index, int32_t least)
{
    struct course_dice *dice = arg;
    return spread_draw(dice->forecast->items[index].spread, least, &dice->state);
}

/* A course under way. The source of lateness is the caller's: the plan, chance, or a test's table;
 * everything else about a course is the same for all of them. */
struct course {
    const struct forecast *forecast;
    struct course_source source;
    struct course_row *rows;
};

int32_t course_day(int32_t due, int32_t late)
{
    return due + late < DAY_MAX ? due + late : DAY_MAX - 1;
}

/* The end of an item that is due on row->due and cannot end before `least_day`. */
static int32_t end_of(const struct course *c, size_t index, int32_t least_day)
{
    int32_t due = c->rows[index].due;
    int32_t least = least_day - due;
    int32_t late = c->source.lateness(c->source.arg, index, least);
    return course_day(due, late > least ? late : least);
}

/* Its limit from its first day on. */
struct course_row course_plan(const struct forecast *forecast, const struct pack_phase *rule,
                              int32_t from)
{
    struct reckoned_day due = { .day = from };
    if (!phase_due(rule, from, BASIS_CALENDAR, &forecast->frame->calendar, &due))
        due = (struct reckoned_day){ from, true };
    return (struct course_row){ .from = from, .due = due.day, .provisional = due.provisional };
}

/* A phase that has not begun. */
static void plan_phase(const struct course *c, size_t index, int32_t from)
{
    c->rows[index] = course_plan(c->forecast, c->forecast->items[index].rule, from);
    c->rows[index].end = end_of(c, index, from);
}

/* The phases of one system, each after the one before it. */
static void run_phases(const struct course *c, const struct forecast_system *system)
{
    int32_t today = c->forecast->today;
    int32_t next = today;
    for (size_t i = system->first; i < system->first + system->count; i++) {
        const struct forecast_item *item = &c->forecast->items[i];
        struct course_row *row = &c->rows[i];
        *row = (struct course_row){ item->from, item->due, today, today, item->provisional };
        if (item->stage == STAGE_PLANNED)
            plan_phase(c, i, next);
        else if (item->stage == STAGE_RUNNING)
            row->end = end_of(c, i, today);
        row->over = c->source.ended ? c->source.ended(c->source.ended_arg, i, row->end) : row->end;
        next = row->over + 1;
    }
}

/* What is no phase: by its own due day, or by the last end of the phase it goes with. What has no
 * clock and is overdue is done today at the earliest, as all else. */
static void run_item(const struct course *c, size_t index)
{
    const struct forecast_item *item = &c->forecast->items[index];
    struct course_row *row = &c->rows[index];
    int32_t today = c->forecast->today;
    *row = (struct course_row){ .from = item->from, .due = item->due };
    row->provisional = item->provisional;
    row->end = item->due > today ? item->due : today;
    if (item->follows >= 0)
        row->due = row->end = c->rows[item->follows].over;
    else if (item->clocked)
        row->end = end_of(c, index, today);
    row->over = row->end;
}

/* Phases first: what goes with a phase asks for its end. */
void forecast_course_of(const struct forecast *forecast, const struct course_source *source,
                        struct course_row *rows)
{
    const struct course c = { forecast, *source, rows };
    for (size_t i = 0; i < forecast->system_count; i++)
        run_phases(&c, &forecast->systems[i]);
    for (size_t i = 0; i < forecast->item_count; i++)
        if (forecast->items[i].stage == STAGE_NONE)
            run_item(&c, i);
}

void forecast_course(const struct forecast *forecast, lateness_fn *lateness, void *arg,
                     struct course_row *rows)
{
    forecast_course_of(forecast, &(struct course_source){ .lateness = lateness, .arg = arg }, rows);
}

/* On its due day a thing is in time, as everywhere (C1). What has no clock is never late, it only
 * lies about. */
bool course_is_late(const struct forecast_item *item, const struct course_row *row)
{
    return item->clocked && row->end > row->due;
}

/* Phases follow each other, so the last one ends last. */
int32_t course_end(const struct forecast_system *system, const struct course_row *rows)
{
    return system->count > 0 ? rows[system->first + system->count - 1].over : NO_DAY;
}
