/* Which slots, how often in each, and for whom: everything but the counting itself. */
#include "recurrence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "parse.h"

static const char READING_WEEK[] = "week";
static const char READING_QUARTER[] = "quarter";
static const char WEEK_ROLLING[] = "rolling";
static const char QUARTER_CONTRACT[] = "contract";

/* ---- how often ---- */

/* A month has no whole number of weeks; what is not in the table gives 0, which the pack's check
 * refuses. */
int64_t recurrence_parts(const struct pack_recurrence *again)
{
    /* by `per` and `spread`; what is not here does not divide */
    static const int64_t PARTS[SLOT__COUNT][SLOT__COUNT] = {
        [SLOT_YEAR] = { [SLOT_QUARTER] = 4, [SLOT_MONTH] = 12 },
        [SLOT_QUARTER] = { [SLOT_MONTH] = 3 },
    };
    return again->spread == SLOT_ONCE ? 1 : PARTS[again->per][again->spread];
}

/* Work spread over quarters is planned by quarters: each slot then has its own due stretch. */
enum slot_period recurrence_slot(const struct pack_recurrence *again)
{
    return again->spread == SLOT_ONCE ? again->per : again->spread;
}

/* Exact, because the pack's check refuses times that the parts do not divide; a part of 0 is
 * refused there too. */
int64_t recurrence_times(const struct pack_recurrence *again)
{
    return again->times / recurrence_parts(again);
}

/* ---- the range ---- */

/* A start after the range would leave days in no year of the contract. Both ends count (K14). A
 * range wholly outside the period comes out empty, `from` after `to`, and not as an error. */
rc_t service_range_make(const struct pack *pack, int32_t from, int32_t to, int32_t start,
                        struct service_range *ret, struct problem *problem)
{
    struct service_range range = { .from = from, .to = to };
    if (to < from)
        return problem_set(problem, RC_INVALID, "to", "\"to\" must not be before \"from\"");
    if (pack->service_from != NO_DAY && pack->service_from > from)
        range.from = pack->service_from;
    if (pack->service_to != NO_DAY && pack->service_to < to)
        range.to = pack->service_to;
    if (start != NO_DAY && start > range.from)
        return problem_set(problem, RC_INVALID, "start",
                           "\"start\" must not be after the first day of the range");
    range.start = start == NO_DAY ? range.from : start;
    range.clipped = range.from != from || range.to != to;
    *ret = range;
    return RC_OK;
}

/* One step: the days asked about, or what the service period left of them. */
void service_range_prove(const struct pack *pack, const struct service_range *range, proof_t *proof)
{
    struct proof_step step = { .why = WHY_RANGE, .when = WHEN_DAY, .has_to = true };
    step.from = range->from;
    step.to = range->to;
    step.n = range->to - range->from + 1;
    if (range->clipped) {
        step.why = step.n > 0 ? WHY_RANGE_CLIPPED : WHY_RANGE_OUTSIDE;
        step.source = FROM_CLAUSE;
    }
    proof_add_named(proof, &step, range->clipped ? pack->service_clause : NULL, NULL);
}

/* ---- slots ---- */

/* Whether a reading is declared (or overridden) to have this value. */
static bool reads_as(const struct recurrence_use *use, const char *name, const char *value)
{
    const char *own = reading_value(use->pack, use->readings, name);
    return own && strcmp(own, value) == 0;
}

/* An undeclared reading is read as its first value: calendar weeks and quarters (K15). Weeks and
 * quarters are the two periods with more than one reading; all others follow from the calendar or
 * the contract. */
struct slot_plan recurrence_plan(const struct recurrence_use *use,
                                 const struct pack_recurrence *again)
{
    return (struct slot_plan){
        .period = recurrence_slot(again),
        .rolling_weeks = reads_as(use, READING_WEEK, WEEK_ROLLING),
        .contract_quarters = reads_as(use, READING_QUARTER, QUARTER_CONTRACT),
        .weekday = again->weekday,
        .work_days = again->work_days,
        .start = use->range.start,
        .from = use->range.from,
        .to = use->range.to,
        .calendar = use->calendar,
    };
}

/* A weekday is stated by the clause, so no reading decides on it. */
void recurrence_prove(const struct recurrence_use *use, const struct pack_recurrence *again,
                      proof_t *proof)
{
    enum slot_period period = recurrence_slot(again);
    const char *name = period == SLOT_QUARTER                       ? READING_QUARTER
                       : period == SLOT_WEEK && again->weekday == 0 ? READING_WEEK
                                                                    : NULL;
    const char *value = name ? reading_value(use->pack, use->readings, name) : NULL;
    if (value)
        proof_reading(proof, name, value);
}

/* ---- units ---- */

/* Named units are a fact of the question, not a number of the pack's table. The reading replaces
 * the number of every row that is per unit, so the whole contract is counted with one number. */
rc_t recurrence_units(const struct recurrence_use *use, const struct pack_recurring *row,
                      int64_t *ret_units, struct problem *problem)
{
    const char *name = row->units > 0 && !row->named ? use->pack->units.count_from : NULL;
    const char *value = name ? reading_value(use->pack, use->readings, name) : NULL;
    int64_t units = row->units;
    if (value && (!parse_i64(value, &units) || units < 0 || units > MAX_UNIT_COUNT)) {
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "readings.%.64s", name);
        return problem_set(problem, RC_INVALID, field,
                           "reading \"%s\" must be a whole number from 0 to %d", name,
                           MAX_UNIT_COUNT);
    }
    *ret_units = units;
    return RC_OK;
}

/* Two digits, so that names sort as numbers do; the pack's check holds units to 99. `out` is the
 * caller's. */
const char *unit_name(const struct pack *pack, int64_t index, char *out)
{
    snprintf(out, UNIT_NAME_TEXT, "%.64s%02d", pack->units.prefix, (int)index);
    return out;
}

/* There are at most 99 units, so a walk over their names is enough. */
int64_t unit_index(const struct pack *pack, const char *name)
{
    char own[UNIT_NAME_TEXT];
    for (int64_t i = 1; i <= pack->units.count; i++)
        if (strcmp(unit_name(pack, i, own), name) == 0)
            return i;
    return 0;
}

/* Which unit a row of one less leaves out the document does not say, so it must be read: no default
 * is made up here (C13). */
rc_t unit_excluded(const struct recurrence_use *use, const char **ret_name, struct problem *problem)
{
    const char *reading = use->pack->units.excluded;
    const char *value = reading ? reading_value(use->pack, use->readings, reading) : NULL;
    char field[PROBLEM_FIELD_MAX];
    if (value) {
        *ret_name = value;
        return RC_OK;
    }
    snprintf(field, sizeof(field), "readings.%.64s", reading ? reading : "");
    return problem_set(problem, RC_INVALID, field,
                       "which unit is outside rows of one less must be given as a reading");
}
