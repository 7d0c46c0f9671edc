/* Draws are made in one order for each thing and never depend on what else came up: the properties
 * that people rely on (more incidents never cost less, no rate is as before) follow from that. */
#include "forecast_invent.h"

#include "chance.h"
#include "lifecycle_due.h"
#include "memory.h"

/* What a seed is drawn for; part of what a seed means. */
enum { STREAM_INCIDENTS = 1, STREAM_FINDINGS, STREAM_RECHECKS };

void invention_init(struct invention *self, const struct forecast *forecast,
                    const struct forecast_rates *rates)
{
    *self = (struct invention){ .forecast = forecast, .rates = rates };
}

void invention_fini(struct invention *self)
{
    mem_free(self->rows);
    self->rows = NULL;
    self->count = self->cap = 0;
}

/* A fork alone would make fork 2 of fork 5 the same as fork 5 of fork 2: what is drawn from it is
 * mixed once more. */
static uint64_t branch(uint64_t seed, uint64_t index)
{
    uint64_t state = chance_fork(seed, index);
    return chance_next(&state);
}

void invention_begin(struct invention *self, uint64_t seed, uint64_t run)
{
    self->incident_seed = branch(branch(seed, STREAM_INCIDENTS), run);
    self->finding_seed = branch(branch(seed, STREAM_FINDINGS), run);
    self->recheck_seed = branch(branch(seed, STREAM_RECHECKS), run);
    self->count = 0;
    self->incidents = self->findings = self->rechecks = 0;
}

static void add(struct invention *self, struct invented row)
{
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    self->rows[self->count++] = row;
}

/* True in so many of a hundred; one draw in any case. */
static bool happens(const struct invention *self, enum forecast_rate_of rate, uint64_t *state)
{
    return chance_draw(state, 1, 100) <= self->rates->rates[rate].value;
}

/* ---- findings ---- */

/* Each kind as often as there are findings of it. */
static const struct finding_kind *draw_finding(const struct forecast_rates *rates, uint64_t *state)
{
    int64_t sum = 0;
    for (size_t i = 0; i < RISKS; i++)
        sum += rates->findings[i].count;
    int64_t n = chance_draw(state, 0, sum - 1);
    size_t kind = 0;
    while (kind + 1 < RISKS && n >= rates->findings[kind].count)
        n -= rates->findings[kind++].count;
    return &rates->findings[kind];
}

/* Put right so many days late as findings have been; never before it was found. */
static void find_one(struct invention *self, int system, int32_t found, int32_t due,
                     uint64_t *state)
{
    const struct forecast_rates *rates = self->rates;
    const struct finding_kind *kind = draw_finding(rates, state);
    const struct forecast_spread *spread = &rates->spreads.rows[rates->finding_spread];
    self->findings++;
    if (spread_draw(spread, found - due, state) > 0)
        add(self, (struct invented){ true, system, kind->case_type, kind->facts, due + 1 });
}

/* A pack without a term for findings has none that is due; a calendar that ends has none that could
 * be reckoned. */
static void find(struct invention *self, size_t index, int32_t found)
{
    const struct forecast_rates *rates = self->rates;
    uint64_t state = branch(self->finding_seed, index);
    int32_t due;
    struct problem none = { .rc = RC_OK };
    if (!happens(self, RATE_FINDINGS, &state) || !rates->term ||
        forecast_of_finding(self->forecast->frame, rates->term, found, &due, &none) != RC_OK)
        return;
    int64_t count = chance_draw(&state, 1, INVENT_FINDINGS_MOST);
    for (int64_t n = 0; n < count; n++)
        find_one(self, self->forecast->items[index].system, found, due, &state);
}

/* ---- re-checks ---- */

/* One phase of a further round, from the day after `end` on. Its last day. */
static int32_t repeat_phase(struct invention *self, size_t index, int64_t no, int32_t end,
                            uint64_t *state)
{
    const struct forecast *f = self->forecast;
    const struct pack_phase *rule = pack_phase(f->frame->pack, no);
    if (!rule)
        return end;
    struct course_row row = course_plan(f, rule, end + 1);
    int32_t least = row.from - row.due;
    int32_t late = spread_draw(forecast_rates_phase(self->rates, no), least, state);
    row.end = course_day(row.due, late > least ? late : least);
    if (row.end > row.due)
        add(self, (struct invented){ true, f->items[index].system, self->rates->phase_case, NULL,
                                     row.due + 1 });
    return row.end;
}

/* Round after round until a re-check passes. The last round's does, whatever the rate: work that
 * never ends has no forecast. */
static int32_t repeat(struct invention *self, size_t index, int32_t end)
{
    uint64_t state = branch(self->recheck_seed, index);
    for (int round = 0; round < INVENT_ROUNDS_MOST; round++) {
        if (!happens(self, RATE_RECHECK_FAILS, &state))
            break;
        self->rechecks++;
        for (int64_t no = self->rates->back; no <= self->rates->judge; no++)
            end = repeat_phase(self, index, no, end, &state);
    }
    return end;
}

/* What was submitted is taken to be approved, as in the plan: it finds nothing and fails nothing.
 */
int32_t invention_ended(void *arg, size_t index, int32_t end)
{
    struct invention *self = arg;
    const struct forecast_item *item = &self->forecast->items[index];
    if (!self->rates || item->stage == STAGE_SUBMITTED)
        return end;
    if (item->rule->no == self->rates->assessed)
        find(self, index, end);
    return item->rule->no == self->rates->judge ? repeat(self, index, end) : end;
}

/* ---- incidents ---- */

/* Each kind as often as there are incidents of it. */
static const struct incident_kind *draw_kind(const struct forecast_rates *rates, uint64_t *state)
{
    int64_t n = chance_draw(state, 0, rates->incident_sum - 1);
    size_t kind = 0;
    while (kind + 1 < rates->incident_count && n >= rates->incidents[kind].count)
        n -= rates->incidents[kind++].count;
    return &rates->incidents[kind];
}

/* Its own case is of the day it occurs, that of a missed clock of the day after, as those which the
 * workers make. Limits of hours end on that day or the next; the day it occurs is taken. */
static void occur(struct invention *self, int32_t day, uint64_t seed)
{
    uint64_t state = seed;
    const struct incident_kind *kind = draw_kind(self->rates, &state);
    self->incidents++;
    if (kind->case_type)
        add(self, (struct invented){ false, -1, kind->case_type, kind->facts, day });
    for (int64_t n = 0; n < kind->clocks; n++)
        if (happens(self, RATE_INCIDENT_LATE, &state))
            add(self, (struct invented){ true, -1, self->rates->clock_case, NULL, day + 1 });
}

/* Every slot of every day has its own draw: the same incidents come up however far ahead is
 * looked. */
void invention_incidents(struct invention *self)
{
    const struct forecast_rates *rates = self->rates;
    if (!rates || rates->rates[RATE_INCIDENTS].value == 0 || rates->incident_sum == 0)
        return;
    for (int32_t day = rates->from; day <= rates->until; day++) {
        for (uint64_t slot = 0; slot < INCIDENT_SLOTS; slot++) {
            uint64_t state =
                branch(self->incident_seed, (uint64_t)(int64_t)day * INCIDENT_SLOTS + slot);
            if (chance_draw(&state, 0, INCIDENTS_MOST - 1) < rates->rates[RATE_INCIDENTS].value)
                occur(self, day, state);
        }
    }
}
