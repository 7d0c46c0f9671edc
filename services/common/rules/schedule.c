/* Recurring work and documents are looked at alike, as entries. A clause without a number makes no
 * entry; a document named twice is counted where the pack says (K28). */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"

static const char READING_REPORTS[] = "reports";
static const char REPORTS_AGGREGATED[] = "aggregated";

/* What recurring work and documents have in common. */
struct entry {
    const char *clause, *title, *part, *subsystem, *service;
    const char *const *also;
    size_t also_count;
    enum work_kind work;
    enum bound_kind bound;
    const struct pack_recurrence *again; /* NULL: once, without a date */
    const struct pack_recurring *row;    /* whose units and checklist hold; NULL: none */
    int64_t factor;                      /* systems, titles, services */
    bool document, listed;
};

/* One question's state; `out` is the caller's local and handed over only when all entries are
 * counted. */
struct counting {
    const struct schedule_ask *ask;
    struct schedule *out;
    proof_t *proof;
    unsigned told; /* periods whose reading is in the proof already */
    struct problem *problem;
};

/* ---- entries ---- */

/* A text that the pack leaves out is in no set, also not in one that names everything. */
static bool has(const struct text_set *set, const char *text)
{
    for (size_t i = 0; text && i < set->count; i++)
        if (strcmp(set->rows[i], text) == 0)
            return true;
    return false;
}

/* No criterion at all allows everything, also what the pack leaves out; one that is there must be
 * met. */
static bool allows(const struct text_set *set, const char *text)
{
    return set->count == 0 || has(set, text);
}

/* As for texts, no bit at all means any. */
static bool allows_bit(unsigned set, unsigned value)
{
    return set == 0 || (set >> value & 1U) != 0;
}

/* Its own clause or one that says the same. No clause asked for lets every entry through, as every
 * criterion does. */
static bool is_of_clause(const struct text_set *clauses, const struct entry *e)
{
    bool found = allows(clauses, e->clause);
    for (size_t i = 0; i < e->also_count; i++)
        found = found || has(clauses, e->also[i]);
    return found;
}

/* Items of the checklist that are asked for: all of the row's, or those asked for by their own
 * clauses. Without a checklist an entry has no items, whatever clause is asked for. */
static int64_t items_of(const struct text_set *clauses, const struct entry *e)
{
    int64_t items = 0;
    if (!e->row || is_of_clause(clauses, e))
        return e->row ? (int64_t)e->row->checklist.count : 0;
    for (size_t i = 0; i < e->row->checklist.count; i++)
        items += has(clauses, e->row->checklist.rows[i].clause);
    return items;
}

/* 4 a year, one in each quarter, is quarterly work: the slot counts, not the `per`. */
static enum slot_period period_of(const struct entry *e)
{
    return e->again ? recurrence_slot(e->again) : SLOT_ONCE;
}

/* Whether the units asked for, and the way of asking, fit the entry. A row whose units the question
 * names details another row, so it counts only when asked for by its clause. With units asked for,
 * work that is not per unit has nothing to do with them. */
static bool fits_units(const struct schedule_select *select, const struct entry *e)
{
    bool per_unit = e->row && e->row->units > 0;
    if (select->units.count > 0)
        return per_unit && !e->row->named;
    return !per_unit || !e->row->named || select->clauses.count > 0;
}

/* Whether the texts asked for fit: the clause may also be one of an item. */
static bool fits_texts(const struct schedule_select *select, const struct entry *e)
{
    return (is_of_clause(&select->clauses, e) || items_of(&select->clauses, e) > 0) &&
           allows(&select->parts, e->part) && allows(&select->subsystems, e->subsystem) &&
           allows(&select->services, e->service);
}

/* Every criterion must hold; within one, any of its values. */
static bool is_selected(const struct schedule_select *select, const struct entry *e)
{
    return fits_texts(select, e) && fits_units(select, e) && allows_bit(select->works, e->work) &&
           allows_bit(select->periods, period_of(e)) && allows_bit(select->bounds, e->bound) &&
           (!select->by_listed || (e->document && e->listed == select->listed));
}

/* ---- units ---- */

/* The unit that a row of one less leaves out, which must be one of the pack's. A name that the
 * reading gives freely is held against the pack's units before anything is counted. */
static rc_t left_out(const struct counting *c, const char **ret_name)
{
    const struct pack *pack = c->ask->use.pack;
    char field[PROBLEM_FIELD_MAX];
    rc_t rc = unit_excluded(&c->ask->use, ret_name, c->problem);
    if (rc != RC_OK || unit_index(pack, *ret_name) > 0)
        return rc;
    snprintf(field, sizeof(field), "readings.%.64s", pack->units.excluded);
    return problem_set(c->problem, RC_INVALID, field, "the pack has no unit %s", *ret_name);
}

/* Of the units asked for, those that a row of `units` serves. Which one a row of one less leaves
 * out is a reading; which several, nobody knows. A row that serves all but one leaves out the one
 * that the reading names; the others of those asked for are served. */
static rc_t count_selected(const struct counting *c, int64_t units, int64_t *ret)
{
    const struct pack *pack = c->ask->use.pack;
    const char *outside = "";
    int64_t served = 0;
    rc_t rc = RC_OK;
    if (units < pack->units.count - 1)
        rc = problem_set(c->problem, RC_INVALID, "select.unit",
                         "a row serves %d of %d units, and which ones is not stated", (int)units,
                         (int)pack->units.count);
    else if (units < pack->units.count)
        rc = left_out(c, &outside);
    for (int64_t i = 1; i <= pack->units.count && rc == RC_OK; i++) {
        char name[UNIT_NAME_TEXT];
        served +=
            has(&c->ask->select.units, unit_name(pack, i, name)) && strcmp(name, outside) != 0;
    }
    if (rc == RC_OK)
        *ret = served;
    return rc;
}

/* How many units the entry serves each time: 1 where it is not per unit. */
static rc_t units_of(const struct counting *c, const struct entry *e, int64_t *ret)
{
    int64_t units = 1;
    rc_t rc = RC_OK;
    if (e->row && e->row->units > 0)
        rc = recurrence_units(&c->ask->use, e->row, &units, c->problem);
    if (rc == RC_OK && c->ask->select.units.count > 0)
        rc = count_selected(c, units, &units);
    if (rc == RC_OK)
        *ret = units;
    return rc;
}

/* ---- one entry ---- */

/* Days around each holiday of the range, once for all rows. */
static void prove_holidays(const struct counting *c)
{
    const struct service_range *range = &c->ask->use.range;
    const calendar_t *calendar = c->ask->use.calendar->calendar;
    struct calendar_holiday h;
    for (int32_t day = range->from - 1;
         calendar_holiday_from(calendar, day, &h) && h.from - 1 <= range->to; day = h.to + 1) {
        struct proof_step step = { .why = WHY_AROUND, .when = WHEN_DAY, .has_to = true };
        step.from = h.from;
        step.to = h.to;
        proof_add_named(c->proof, &step, NULL, h.name);
    }
}

/* What decided the slots of a period, once for all rows. */
static void prove_period(struct counting *c, const struct entry *e)
{
    unsigned bit = 1U << period_of(e);
    if (!c->proof || (c->told & bit) != 0)
        return;
    c->told |= bit;
    recurrence_prove(&c->ask->use, e->again, c->proof);
    if (period_of(e) == SLOT_SPECIAL)
        prove_holidays(c);
}

/* What one row came to. */
static void prove_row(const struct counting *c, const struct schedule_row *row, int64_t slots,
                      int64_t times)
{
    if (!c->proof)
        return;
    struct proof_step step = { .why = WHY_SLOTS, .source = FROM_CLAUSE, .n = slots, .m = times };
    proof_clause(c->proof, row->clause, row->title);
    proof_add_named(c->proof, &step, row->clause, slot_period_word(row->period));
    if (row->per_unit)
        proof_numbers(c->proof, WHY_UNITS, row->clause, row->units, 0);
    if (row->bound == BOUND_QUOTA)
        proof_numbers(c->proof, WHY_QUOTA, row->clause, row->quota, 0);
    else
        proof_numbers(c->proof, WHY_INSTANCES, row->clause, row->instances, row->items);
}

/* Whether the count leans on days that a notice decides. All other slots are arithmetic, which no
 * notice can move. */
static bool leans_on_notices(const struct entry *e)
{
    return e->again->work_days || period_of(e) == SLOT_SPECIAL;
}

/* Slots of the entry in the range; a document without a date is one. In a range that the service
 * period left empty a document without a date is not owed either. */
static int64_t slots_of(struct counting *c, const struct entry *e, int64_t *ret_times)
{
    const struct service_range *range = &c->ask->use.range;
    *ret_times = 1;
    if (!e->again)
        return range->from <= range->to;
    struct slot_plan plan = recurrence_plan(&c->ask->use, e->again);
    *ret_times = recurrence_times(e->again);
    if (leans_on_notices(e) && calendar_provisional(plan.calendar, range->from, range->to))
        c->out->provisional = true;
    c->out->rolling =
        c->out->rolling || (plan.period == SLOT_WEEK && plan.rolling_weeks && plan.weekday == 0);
    prove_period(c, e);
    return slot_count(&plan);
}

/* Multiply into *number_p; false, with *number_p spoilt, where 64 bits do not hold it. */
static bool times_fits(int64_t *number_p, int64_t factor)
{
    return !__builtin_mul_overflow(*number_p, factor, number_p);
}

/* Add into *sum_p; as above. */
static bool sum_fits(int64_t *sum_p, int64_t part)
{
    return !__builtin_add_overflow(*sum_p, part, sum_p);
}

/* Fill in the numbers of a row. A quota is counted apart and never planned. */
static bool fill_row(const struct counting *c, const struct entry *e, int64_t number,
                     struct schedule_row *row)
{
    if (!times_fits(&number, row->units) || !times_fits(&number, e->factor))
        return false;
    row->quota = e->bound == BOUND_QUOTA ? number : 0;
    row->instances = number - row->quota;
    row->items = row->instances;
    return times_fits(&row->items, items_of(&c->ask->select.clauses, e));
}

/* The row and its part in the sums. */
static bool take_row(struct schedule *out, const struct schedule_row *row)
{
    out->rows[out->count++] = *row;
    return sum_fits(&out->instances, row->instances) && sum_fits(&out->items, row->items) &&
           sum_fits(&out->quota, row->quota);
}

/* Count one entry and add it to the sums. A unit that the row leaves out makes no row. Each factor
 * is bounded where it is read, but a pack may have all of them at their ceilings at once: then the
 * range is what a question can make smaller. */
static rc_t add_entry(struct counting *c, const struct entry *e)
{
    struct schedule_row row = { .clause = e->clause, .title = e->title, .bound = e->bound };
    int64_t times;
    if (!is_selected(&c->ask->select, e))
        return RC_OK;
    rc_t rc = units_of(c, e, &row.units);
    if (rc != RC_OK || (row.units == 0 && c->ask->select.units.count > 0))
        return rc;
    int64_t slots = slots_of(c, e, &times);
    int64_t number = slots;
    row.period = period_of(e);
    row.per_unit = e->row && e->row->units > 0;
    if (!times_fits(&number, times) || !fill_row(c, e, number, &row) || !take_row(c->out, &row))
        return problem_set(c->problem, RC_INVALID, "to",
                           "the work of clause %s in this range is more than can be counted",
                           e->clause);
    prove_row(c, &row, slots, times);
    return RC_OK;
}

/* ---- the pack's rows as entries ---- */

/* On demand, continuous and counted elsewhere: no row. */
static rc_t add_recurring(struct counting *c, const struct pack_recurring *row)
{
    struct entry e = { .clause = row->clause,
                       .title = row->title,
                       .part = row->part,
                       .subsystem = row->subsystem,
                       .service = row->service,
                       .also = row->also.rows,
                       .also_count = row->also.count,
                       .work = row->work,
                       .bound = row->bound,
                       .again = &row->again,
                       .row = row,
                       .factor = 1 };
    return row->again.times > 0 && !row->same_as ? add_entry(c, &e) : RC_OK;
}

/* Systems to serve. A pack that lists none and a question that names none leave the number open:
 * one, since a document per system is owed for one at least. */
static int64_t systems_of(const struct schedule_ask *ask)
{
    int64_t listed = (int64_t)ask->use.pack->systems.count;
    return ask->systems >= 0 ? ask->systems : listed > 0 ? listed : 1;
}

/* How many of a document there are each time. */
static int64_t documents_of(const struct schedule_ask *ask, const struct pack_deliverable *d)
{
    int64_t titles = d->titles.count > 0 ? (int64_t)d->titles.count : 1;
    if (d->per == PER_SYSTEM)
        return titles * systems_of(ask);
    if (d->per == PER_SERVICE)
        return titles * (int64_t)ask->use.pack->services.count;
    return titles;
}

/* The work that a document follows each time, by the reading; NULL: it does not. Aggregated reports
 * are one for the whole, so the document then goes by its own dates or by none. */
static const struct pack_recurring *followed_by(const struct schedule_ask *ask,
                                                const struct pack_deliverable *d)
{
    const char *value = reading_value(ask->use.pack, ask->use.readings, READING_REPORTS);
    bool aggregated = value && strcmp(value, REPORTS_AGGREGATED) == 0;
    return d->of && !aggregated ? pack_recurring(ask->use.pack, d->of) : NULL;
}

/* A document that follows work has the work's slots and units. Followed work gives its recurrence
 * and its units; the document keeps its own clause and title. */
static struct entry entry_of_document(const struct schedule_ask *ask,
                                      const struct pack_deliverable *d)
{
    const struct pack_recurring *followed = followed_by(ask, d);
    return (struct entry){ .clause = d->clause,
                           .title = d->title,
                           .part = d->part,
                           .subsystem = d->subsystem,
                           .service = d->service,
                           .also = d->also.rows,
                           .also_count = d->also.count,
                           .work = WORK_DOCUMENT,
                           .bound = d->bound,
                           .again = followed                    ? &followed->again
                                    : d->again.per != SLOT_ONCE ? &d->again
                                                                : NULL,
                           .row = followed,
                           .factor = documents_of(ask, d),
                           .document = true,
                           .listed = d->listed };
}

/* The same judgement that counting uses, lent to the check of submissions, so that both select the
 * same documents. */
bool schedule_takes_document(const struct schedule_ask *ask, const struct pack_deliverable *d)
{
    struct entry e = entry_of_document(ask, d);
    return is_selected(&ask->select, &e);
}

/* Those per case and on request belong to what brings them about; a second name of a document is no
 * second document (K28). */
static rc_t add_document(struct counting *c, const struct pack_deliverable *d)
{
    struct entry e = entry_of_document(c->ask, d);
    if (d->per == PER_CASE || d->per == PER_REQUEST || d->same_as)
        return RC_OK;
    return add_entry(c, &e);
}

/* ---- all of them ---- */

/* By clause. Insertion keeps equal ones in the pack's order, which qsort would not; rows come
 * nearly sorted. */
static void sort_rows(struct schedule *self)
{
    for (size_t i = 1; i < self->count; i++) {
        struct schedule_row row = self->rows[i];
        size_t k = i;
        for (; k > 0 && strcmp(self->rows[k - 1].clause, row.clause) > 0; k--)
            self->rows[k] = self->rows[k - 1];
        self->rows[k] = row;
    }
}

/* Work before documents, each in the pack's order: the proof tells them so, and rows are sorted
 * only afterwards. */
static rc_t add_all(struct counting *c)
{
    const struct pack *pack = c->ask->use.pack;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->recurring.count && rc == RC_OK; i++)
        rc = add_recurring(c, &pack->recurring.rows[i]);
    for (size_t i = 0; i < pack->deliverables.count && rc == RC_OK; i++)
        rc = add_document(c, &pack->deliverables.rows[i]);
    return rc;
}

/* Rows are collected in the pack's order, told in it, and sorted for the answer. */
rc_t schedule_count(const struct schedule_ask *ask, proof_t *proof, struct schedule *ret,
                    struct problem *problem)
{
    const struct service_range *range = &ask->use.range;
    const struct pack *pack = ask->use.pack;
    struct schedule out = { .count = 0 };
    struct counting c = { .ask = ask, .out = &out, .proof = proof, .problem = problem };
    out.rows = mem_array(pack->recurring.count + pack->deliverables.count + 1, sizeof(*out.rows));
    service_range_prove(pack, range, proof);
    rc_t rc = add_all(&c);
    if (rc != RC_OK) {
        schedule_fini(&out);
        return rc;
    }
    if (out.rolling && range->from <= range->to)
        out.remainder_days = (range->to - range->from + 1) % 7;
    if (out.remainder_days > 0)
        proof_numbers(proof, WHY_REMAINDER, "", out.remainder_days, 0);
    sort_rows(&out);
    *ret = out;
    return RC_OK;
}

/* Rows borrow their texts from the pack; the array alone is freed, and the sums stay readable. */
void schedule_fini(struct schedule *self)
{
    mem_free(self->rows);
    self->rows = NULL;
    self->count = 0;
}
