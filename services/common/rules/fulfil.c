/* A table of windows by units, with a count of records in each cell. A cell of a plan or a minimum
 * holds `times` slots; what goes beyond is surplus. A quota has one cell a year. */
#include "fulfil.h"

#include <string.h>

#include "memory.h"

/* ---- who is served ---- */

/* Whether one unit is to be left out: the row serves one less than there are, and either more are
 * named than it serves, or the reading says which one it is. Which unit it is, is a reading of the
 * pack: a named, visible choice and never the last of a list (C13). */
static bool leaves_one_out(const struct fulfil_ask *ask, int64_t units)
{
    const struct pack_units *all = &ask->use.pack->units;
    const char *value =
        all->excluded ? reading_value(ask->use.pack, ask->use.readings, all->excluded) : NULL;
    return !ask->row->named && units < all->count && (value || (int64_t)ask->unit_count > units);
}

/* Mark the unit that a row of one less leaves out. More units than the row serves would leave it
 * open which they are. Records have not been looked at by then. */
static rc_t mark_outside(const struct fulfil_ask *ask, struct fulfilment *f,
                         struct problem *problem)
{
    int64_t units;
    const char *outside = NULL;
    size_t served = ask->unit_count;
    rc_t rc = recurrence_units(&ask->use, ask->row, &units, problem);
    if (rc == RC_OK && leaves_one_out(ask, units))
        rc = unit_excluded(&ask->use, &outside, problem);
    for (size_t i = 0; i < ask->unit_count && outside; i++) {
        f->outside[i] = strcmp(ask->units[i], outside) == 0;
        served -= f->outside[i];
    }
    if (rc == RC_OK && (int64_t)served > units)
        rc = problem_set(problem, RC_INVALID, "units", "clause %s serves %d units, not %d",
                         ask->row->clause, (int)units, (int)served);
    return rc;
}

/* ---- windows ---- */

/* The windows that touch the range, cut to it: what was asked about is owed by its end, so that all
 * that is counted for a range is due on the day after it. Bounded before it is allocated, since a
 * long range of days times many units grows fast. */
static rc_t list_slots(const struct fulfil_ask *ask, struct fulfilment *f, struct problem *problem)
{
    size_t columns = ask->unit_count > 0 ? ask->unit_count : 1;
    int64_t count = slot_count(&f->plan);
    struct slot slot;
    if ((size_t)count * columns > MAX_FULFIL_CELLS)
        return problem_set(problem, RC_INVALID, "to",
                           "the range has too many slots to be listed: at most %d, times units",
                           MAX_FULFIL_CELLS);
    f->slots = mem_array((size_t)count + 1, sizeof(*f->slots));
    for (int32_t day = f->plan.from; slot_next(&f->plan, day, &slot); day = slot.to + 1) {
        struct fulfil_slot *s = &f->slots[f->slot_count++];
        s->slot = slot;
        if (slot.from < f->plan.from)
            s->slot.from = f->plan.from;
        if (slot.to > f->plan.to)
            s->slot.to = f->plan.to;
        s->due = ask->as_of == NO_DAY || s->slot.to < ask->as_of;
    }
    return RC_OK;
}

/* The window that holds a day, by bisection. Windows ascend and may leave gaps, so the one found
 * must also begin in time. */
static int64_t slot_of(const struct fulfilment *f, int32_t day)
{
    size_t low = 0;
    size_t high = f->slot_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->slots[middle].slot.to >= day)
            high = middle;
        else
            low = middle + 1;
    }
    return low < f->slot_count && f->slots[low].slot.from <= day ? (int64_t)low : NO_SLOT;
}

/* ---- records ---- */

/* Count each record in its cell. A record outside all windows keeps NO_SLOT and counts nowhere. The
 * caller frees the cells. */
static int64_t *place_records(const struct fulfil_ask *ask, struct fulfilment *f, size_t columns)
{
    int64_t *cells = mem_array(f->slot_count * columns + 1, sizeof(*cells));
    f->placed = mem_array(ask->record_count + 1, sizeof(*f->placed));
    for (size_t i = 0; i < ask->record_count; i++) {
        f->placed[i] = slot_of(f, ask->records[i].on);
        if (f->placed[i] != NO_SLOT)
            cells[(size_t)f->placed[i] * columns + ask->records[i].unit]++;
    }
    return cells;
}

/* What one cell owes and has. A unit outside the row is owed nothing, so all of it is surplus. Due
 * or not, records too many are surplus: they cannot fill another window. */
static void judge_cell(struct fulfilment *f, struct fulfil_gap cell)
{
    int64_t owed = f->outside[cell.unit] ? 0 : f->times;
    int64_t done = cell.number < owed ? cell.number : owed;
    if (f->slots[cell.slot].due) {
        f->due += owed;
        f->satisfied += done;
    }
    if (f->slots[cell.slot].due && done < owed)
        f->overdue[f->overdue_count++] = (struct fulfil_gap){ cell.slot, cell.unit, owed - done };
    if (cell.number > owed)
        f->surplus[f->surplus_count++] =
            (struct fulfil_gap){ cell.slot, cell.unit, cell.number - owed };
}

/* Uses of a year's quota: those beyond it are over, those left are for other work. */
static void judge_quota(struct fulfilment *f, int64_t used)
{
    f->quota += f->times;
    f->used += used;
    f->over += used > f->times ? used - f->times : 0;
    f->substitutes += used < f->times ? f->times - used : 0;
}

/* Only what is due: a slot that still runs says nothing about the obligation. Numbers are slots,
 * over all units that the row serves. */
static void prove_slot(const struct fulfil_ask *ask, const struct fulfilment *f, size_t index,
                       int64_t done, proof_t *proof)
{
    char name[SLOT_NAME_TEXT];
    const struct slot *slot = &f->slots[index].slot;
    struct proof_step step = { .why = WHY_SLOT_FILLED, .when = WHEN_DAY, .has_to = true };
    if (!proof || !f->slots[index].due || ask->row->bound == BOUND_QUOTA)
        return;
    step.from = slot->from;
    step.to = slot->to;
    for (size_t u = 0; u < ask->unit_count || u == 0; u++)
        step.n += f->outside[u] ? 0 : f->times;
    step.m = done;
    proof_add_named(proof, &step, NULL, slot_name(&f->plan, slot, name));
}

/* Slot by slot, then unit by unit, which is the order of both lists. */
static void judge_slots(const struct fulfil_ask *ask, struct fulfilment *f, const int64_t *cells,
                        size_t columns, proof_t *proof)
{
    f->overdue = mem_array(f->slot_count * columns + 1, sizeof(*f->overdue));
    f->surplus = mem_array(f->slot_count * columns + 1, sizeof(*f->surplus));
    for (size_t i = 0; i < f->slot_count; i++) {
        int64_t before = f->satisfied;
        for (size_t u = 0; u < columns; u++) {
            int64_t number = cells[i * columns + u];
            if (ask->row->bound == BOUND_QUOTA)
                judge_quota(f, number);
            else
                judge_cell(f, (struct fulfil_gap){ i, u, number });
        }
        prove_slot(ask, f, i, f->satisfied - before, proof);
    }
}

/* The last line sums up the slots; of a quota nothing is due, so its size stands there instead. */
static void prove(const struct fulfil_ask *ask, const struct fulfilment *f, proof_t *proof)
{
    if (ask->row->bound == BOUND_QUOTA)
        proof_numbers(proof, WHY_QUOTA, ask->row->clause, f->quota, 0);
    else
        proof_numbers(proof, WHY_FULFILLED, ask->row->clause, f->due, f->satisfied);
}

/* Who is served and which windows there are is settled before any record is looked at. */
rc_t fulfil_rule(const struct fulfil_ask *ask, proof_t *proof, struct fulfilment *ret,
                 struct problem *problem)
{
    size_t columns = ask->unit_count > 0 ? ask->unit_count : 1;
    struct fulfilment f = { .plan = recurrence_plan(&ask->use, &ask->row->again),
                            .times = recurrence_times(&ask->row->again) };
    f.outside = mem_array(columns, sizeof(*f.outside));
    rc_t rc = mark_outside(ask, &f, problem);
    if (rc == RC_OK)
        rc = list_slots(ask, &f, problem);
    if (rc != RC_OK) {
        fulfilment_fini(&f);
        return rc;
    }
    proof_clause(proof, ask->row->clause, ask->row->title);
    service_range_prove(ask->use.pack, &ask->use.range, proof);
    recurrence_prove(&ask->use, &ask->row->again, proof);
    int64_t *cells = place_records(ask, &f, columns);
    judge_slots(ask, &f, cells, columns, proof);
    mem_free(cells);
    prove(ask, &f, proof);
    *ret = f;
    return RC_OK;
}

/* Safe on a zeroed one and on one that a refusal left half made. */
void fulfilment_fini(struct fulfilment *self)
{
    mem_free(self->slots);
    mem_free(self->overdue);
    mem_free(self->surplus);
    mem_free(self->placed);
    mem_free(self->outside);
    *self = (struct fulfilment){ .times = 0 };
}
