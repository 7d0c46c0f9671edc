/* Days and no instants: a slot is a range of days, and when a day begins is the caller's business.
 * Every look begins where the last one ended, by the intended days; when anything was done plays no
 * part, so what is done late moves nothing. */
#include "schedule_slots.h"

#include "memory.h"

/* ---- the occurrences ---- */

/* The next occurrence that ends on or after `day`, cut to the service. What comes once has the
 * whole service as its slot. */
static bool next_slot(const struct recurrence_use *use, const struct schedule_work *work,
                      int32_t day, struct schedule_slot *ret)
{
    const struct service_range *range = &use->range;
    struct slot slot = { range->from, range->to, 0 };
    bool found = day <= range->to;
    if (found && work->again) {
        struct slot_plan plan = recurrence_plan(use, work->again);
        found = slot_next(&plan, day, &slot);
    }
    if (!found)
        return false;
    *ret = (struct schedule_slot){
        .from = slot.from < range->from ? range->from : slot.from,
        .to = slot.to > range->to ? range->to : slot.to,
    };
    return true;
}

/* The limit of a look bounds it, see `most`. */
static void add_slot(struct schedule_look *look, const struct schedule_slot *slot)
{
    look->slots = mem_grow(look->slots, &look->cap, look->count + 1, sizeof(*look->slots));
    look->slots[look->count++] = *slot;
}

/* ---- what went by ---- */

/* Once: only the last that went by. */
static bool is_made_up(const struct schedule_state *state, const struct schedule_slot *slot,
                       bool last, int32_t today)
{
    switch (state->catch_up) {
    case CATCH_UP_ONCE:
        return last;
    case CATCH_UP_WINDOW:
        return slot->to >= today - state->window_days;
    case CATCH_UP_SKIP:
    case CATCH_UP__COUNT:
        break;
    }
    return false;
}

/* Occurrences whose last day was before today were planned by nobody in time. `follows`: the one
 * behind the last, which a look that was cut short leaves to the next (NULL: there is none). */
static void judge_past(struct schedule_look *look, const struct schedule_state *state,
                       const struct schedule_slot *follows, int32_t today)
{
    look->missed_first = look->missed_last = NO_DAY;
    for (size_t i = 0; i < look->count && look->slots[i].to < today; i++) {
        struct schedule_slot *slot = &look->slots[i];
        const struct schedule_slot *next = i + 1 < look->count ? slot + 1 : follows;
        bool last = !next || next->to >= today;
        slot->missed = !is_made_up(state, slot, last, today);
        look->missed += slot->missed;
        look->made_up += !slot->missed;
        if (slot->missed && look->missed_first == NO_DAY)
            look->missed_first = slot->from;
        if (slot->missed)
            look->missed_last = slot->to;
    }
}

/* ---- when to look again ---- */

/* Nothing follows. That is the end, unless it is only that the notices which would say are not in:
 * then somebody must be told when the horizon gets there. The day after the service counts, since
 * it may make the last day one before a holiday. */
static void look_into_the_dark(const struct recurrence_use *use, const struct schedule_work *work,
                               const struct schedule_state *state, int32_t today,
                               struct schedule_look *look)
{
    int32_t end = use->range.to + 1;
    int32_t seen = today + HORIZON_DAYS < end ? today + HORIZON_DAYS : end;
    bool dark = look->next_from <= use->range.to && schedule_leans(work) &&
                calendar_provisional(use->calendar, look->next_from, end);
    look->look_on = NO_DAY;
    look->horizon_on = NO_DAY;
    if (!dark)
        return;
    if (calendar_provisional(use->calendar, look->next_from, seen)) {
        look->horizon_on = look->next_from;
        look->alarm = state->horizon_on == NO_DAY;
    } else {
        look->look_on = today + HORIZON_KEPT_DAYS;
    }
}

/* ---- under another calendar ---- */

static int32_t later_of(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

/* The day from which occurrences are looked for. */
static int32_t first_day(const struct schedule_state *state, int32_t today)
{
    int32_t from = state->next_from;
    if (state->recast_from != NO_DAY && later_of(state->recast_from, today + 1) < from)
        from = later_of(state->recast_from, today + 1);
    return from;
}

/* `from` to the end, or to where the look was cut short: there the next one goes on, until it comes
 * to what nobody has planned yet. */
static void end_recast(struct schedule_look *look, const struct schedule_state *state, int32_t from,
                       bool cut_short)
{
    look->recast_from = NO_DAY;
    look->recast = (struct day_span){ NO_DAY, NO_DAY };
    if (state->recast_from == NO_DAY)
        return;
    look->recast = (struct day_span){ from, cut_short ? look->next_from : NO_DAY };
    if (cut_short && look->next_from < state->next_from) {
        look->recast_from = look->next_from;
        look->next_from = state->next_from;
    }
}

/* The next look comes when half of the horizon is used up: a scheduler that is down for less than
 * that has missed nothing. */
void schedule_look_make(const struct recurrence_use *use, const struct schedule_work *work,
                        const struct schedule_state *state, int32_t today,
                        struct schedule_look *ret_look)
{
    int32_t from = first_day(state, today);
    struct schedule_look look = { .next_from = from, .horizon_on = NO_DAY };
    struct schedule_slot slot;
    bool found, cut_short;
    /* by its beginning: an occurrence that begins within the horizon is planned whole, however far
     * its end lies beyond */
    while ((found = next_slot(use, work, look.next_from, &slot)) &&
           slot.from <= today + HORIZON_DAYS && look.count < state->most) {
        add_slot(&look, &slot);
        look.next_from = slot.to + 1;
    }
    judge_past(&look, state, found ? &slot : NULL, today);
    cut_short = found && slot.from <= today + HORIZON_DAYS;
    if (found) {
        /* the next one's first day, not the day after the last one: where days are left out between
         * them there is nothing to look for */
        look.next_from = slot.from;
        look.look_on = cut_short ? today : slot.from - HORIZON_KEPT_DAYS;
    } else {
        look_into_the_dark(use, work, state, today, &look);
    }
    end_recast(&look, state, from, cut_short);
    *ret_look = look;
}

void schedule_look_fini(struct schedule_look *self)
{
    mem_free(self->slots);
    self->slots = NULL;
    self->count = self->cap = 0;
}
