/* A contract speaks for itself once it has seen HISTORY_LEAST things of a sort, as with lateness; a
 * rate of three incidents would be a rate of chance. The house's own rates are guesses that the
 * reply names as such: nobody should take them for a measurement. */
#include "forecast_rates.h"

#include <string.h>

#include "attr.h"
#include "lifecycle_due.h"
#include "memory.h"
#include "phase.h"

/* By enum forecast_rate_of. `key` is where the statement counts what the rate is a share of; the
 * first rate is of days and has none. */
static const struct rate_def {
    const char *word, *key;
    int64_t most, otherwise;
} RATES[RATE__COUNT] = {
    { "incidents", NULL, INCIDENTS_MOST, 4 },
    { "incident_late", "clocks", 100, 10 },
    { "findings", "assessed", 100, 30 },
    { "recheck_fails", "rechecks", 100, 10 },
};

/* The house's incidents: nine faults that no row charges, and one event of the lightest grade,
 * which is charged where the pack charges such. */
static const struct {
    const char *family, *grade, *case_type;
    int64_t count;
} GUESSED_INCIDENTS[] = { { "fault", "IV", NULL, 9 }, { "network", "IV", "security_event", 1 } };

/* And its findings: high ones are rarer, as in the chance of a simulation. */
static const struct {
    const char *risk;
    int64_t count;
} GUESSED_FINDINGS[RISKS] = { { "high", 1 }, { "medium", 2 }, { "low", 2 } };

/* The word is the field of the reply and the name of the argument in one. */
const char *forecast_rate_word(enum forecast_rate_of rate)
{
    return RATES[rate].word;
}

/* By the order of enum rate_basis. */
const char *rate_basis_word(enum rate_basis basis)
{
    static const char *const WORDS[] = { "given", "history", "default" };
    return WORDS[basis];
}

/* ---- what the contract has seen ---- */

/* 0 for what is not there: tests leave the statement out. */
static int64_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

/* Incidents of all kinds. */
static int64_t count_incidents(const json_t *past)
{
    int64_t sum = 0;
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(past, "incidents"), i, row) sum += number(row, "count");
    return sum;
}

/* Days looked back on: since the service began, or since the first incident where that came before
 * it; today counts. */
static int64_t days_seen(const struct forecast *f, const json_t *past)
{
    const json_t *first = json_object_get(past, "first_incident");
    int32_t from = f->frame->service_from != NO_DAY ? f->frame->service_from : f->today;
    if (json_is_integer(first) && json_integer_value(first) < from)
        from = (int32_t)json_integer_value(first);
    return from <= f->today ? f->today - from + 1 : 1;
}

/* `count` of `of`, taken to `whole`; half up. */
static int64_t share(int64_t count, int64_t of, int64_t whole)
{
    return (2 * count * whole + of) / (2 * of);
}

/* Count and what it is of; for incidents enough is enough of them, for the others of what they are
 * a share of. */
static struct forecast_rate seen_rate(const struct forecast *f, const json_t *past,
                                      const struct rate_def *def)
{
    const json_t *seen = def->key ? json_object_get(past, def->key) : NULL;
    struct forecast_rate rate = { .basis = RATE_HISTORY };
    rate.count = def->key ? number(seen, "count") : count_incidents(past);
    rate.of = def->key ? number(seen, "of") : days_seen(f, past);
    if ((def->key ? rate.of : rate.count) < HISTORY_LEAST) {
        rate.basis = RATE_DEFAULT;
        rate.value = def->otherwise;
        return rate;
    }
    rate.value = share(rate.count, rate.of, def->key ? 100 : RATE_DAYS);
    rate.value = rate.value < def->most ? rate.value : def->most;
    return rate;
}

/* What is said is taken; what was seen is told all the same. */
static void settle_rates(const struct forecast *f, const json_t *past,
                         const int64_t asked[RATE__COUNT], struct forecast_rates *self)
{
    for (size_t i = 0; i < RATE__COUNT; i++) {
        struct forecast_rate rate = seen_rate(f, past, &RATES[i]);
        if (asked[i] != RATE_LEFT_OUT) {
            rate.value = asked[i];
            rate.basis = RATE_GIVEN;
        }
        self->rates[i] = rate;
    }
}

/* ---- incidents ---- */

/* To the end of the service, since later ones are of no service; where that is not known or over,
 * to the end of the days looked at. */
static void settle_days(const struct forecast *f, struct forecast_rates *self)
{
    int32_t begun = f->frame->service_from;
    int32_t ends = f->frame->service_to;
    self->from = begun != NO_DAY && begun > f->today ? begun : f->today + 1;
    self->until = ends != NO_DAY && ends > f->today ? ends : f->until;
    if (self->until > f->today + INVENT_DAYS_MAX)
        self->until = f->today + INVENT_DAYS_MAX;
}

/* Kinds by what they were and what became of them: an invented one is like one of them. */
static void take_own_kinds(struct forecast_rates *self, const json_t *rows)
{
    size_t i;
    const json_t *row;
    self->incidents = mem_array(json_array_size(rows) + 1, sizeof(*self->incidents));
    json_array_foreach(rows, i, row) self->incidents[self->incident_count++] =
        (struct incident_kind){
            .family = json_string_value(json_object_get(row, "family")),
            .grade = json_string_value(json_object_get(row, "grade")),
            .level = json_string_value(json_object_get(row, "level")),
            .case_type = json_string_value(json_object_get(row, "type")),
            .facts = json_object_get(row, "facts"),
            .clocks = number(row, "clocks"),
            .count = number(row, "count"),
        };
}

/* The type only where the pack charges such a case; one clock where it has clocks at all. */
static void guess_kinds(const struct pack *pack, struct forecast_rates *self)
{
    self->incidents = mem_array(COUNT_OF(GUESSED_INCIDENTS), sizeof(*self->incidents));
    for (size_t i = 0; i < COUNT_OF(GUESSED_INCIDENTS); i++) {
        json_t *facts = json_pack("{s:s}", "grade", GUESSED_INCIDENTS[i].grade);
        const struct penalty_case made = { .type = GUESSED_INCIDENTS[i].case_type, .facts = facts };
        bool charged = made.type && penalty_case_row(pack, &made);
        json_array_append_new(self->own, facts);
        self->incidents[self->incident_count++] = (struct incident_kind){
            .family = GUESSED_INCIDENTS[i].family,
            .grade = GUESSED_INCIDENTS[i].grade,
            .case_type = charged ? made.type : NULL,
            .facts = facts,
            .clocks = pack->clocks.count > 0,
            .count = GUESSED_INCIDENTS[i].count,
        };
    }
}

static void settle_kinds(const struct forecast *f, const json_t *past, struct forecast_rates *self)
{
    bool own = count_incidents(past) >= HISTORY_LEAST;
    const struct penalty_source *source =
        penalty_source_of(&f->frame->pack->penalties, "sla", NULL);
    self->clock_case = source ? source->case_type : NULL;
    self->incidents_basis = own ? RATE_HISTORY : RATE_DEFAULT;
    if (own)
        take_own_kinds(self, json_object_get(past, "incidents"));
    else
        guess_kinds(f->frame->pack, self);
    for (size_t i = 0; i < self->incident_count; i++)
        self->incident_sum += self->incidents[i].count;
}

/* ---- findings and re-checks ---- */

/* How many findings of a risk there were. */
static int64_t count_risk(const json_t *past, const char *risk)
{
    int64_t sum = 0;
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(past, "risks"), i, row)
    {
        const char *word = json_string_value(json_object_get(row, "risk"));
        if (word && strcmp(word, risk) == 0)
            sum += number(row, "count");
    }
    return sum;
}

static void settle_findings(const struct forecast *f, const json_t *past,
                            struct forecast_rates *self)
{
    int64_t sum = 0;
    for (size_t i = 0; i < RISKS; i++)
        sum += count_risk(past, GUESSED_FINDINGS[i].risk);
    self->findings_basis = sum >= HISTORY_LEAST ? RATE_HISTORY : RATE_DEFAULT;
    for (size_t i = 0; i < RISKS; i++) {
        struct finding_kind *kind = &self->findings[i];
        kind->risk = GUESSED_FINDINGS[i].risk;
        kind->facts = json_pack("{s:s}", "severity", kind->risk);
        kind->count = self->findings_basis == RATE_HISTORY ? count_risk(past, kind->risk)
                                                           : GUESSED_FINDINGS[i].count;
        const struct penalty_source *source =
            penalty_source_of(&f->frame->pack->penalties, "finding", kind->facts);
        kind->case_type = source ? source->case_type : NULL;
    }
}

/* The first phase whose gate sends work back is the re-check; what the work goes back to puts right
 * what the phase before it found (as lifecycle reads packs). */
static void find_phases(const struct pack *pack, struct forecast_rates *self)
{
    const struct penalty_source *source = penalty_source_of(&pack->penalties, "phase", NULL);
    self->phase_case = source ? source->case_type : NULL;
    self->term = finding_term(pack);
    for (size_t i = 0; i < pack->phases.count && self->judge == 0; i++) {
        int64_t no = pack->phases.rows[i].no;
        self->back = phase_returns_to(pack, no);
        self->judge = self->back > 0 ? no : 0;
    }
    self->assessed = self->judge > 0 ? self->back - 1 : 0;
}

/* Like the items of the forecast, these are as late as their like has been. */
static void find_spreads(const struct forecast *f, struct forecast_rates *self)
{
    size_t count = 0;
    struct forecast_past *past = forecast_past_of(f, &count);
    if (self->term)
        self->finding_spread =
            forecast_spread_for(&self->spreads, past, count, "finding", self->term->clause);
    self->which_phase = mem_array((size_t)(self->judge - self->back) + 1, sizeof(size_t));
    for (int64_t no = self->back; self->judge > 0 && no <= self->judge; no++) {
        const struct pack_phase *phase = pack_phase(f->frame->pack, no);
        self->which_phase[no - self->back] =
            forecast_spread_for(&self->spreads, past, count, "phase", phase ? phase->clause : NULL);
    }
    mem_free(past);
}

const struct forecast_spread *forecast_rates_phase(const struct forecast_rates *self, int64_t no)
{
    return &self->spreads.rows[self->which_phase[no - self->back]];
}

/* ---- all of it ---- */

void forecast_rates_make(const struct forecast *forecast, const int64_t asked[RATE__COUNT],
                         struct forecast_rates *ret_rates)
{
    const json_t *past = json_object_get(forecast->json, "past");
    *ret_rates = (struct forecast_rates){ .own = json_array() };
    settle_rates(forecast, past, asked, ret_rates);
    settle_days(forecast, ret_rates);
    settle_kinds(forecast, past, ret_rates);
    settle_findings(forecast, past, ret_rates);
    find_phases(forecast->frame->pack, ret_rates);
    find_spreads(forecast, ret_rates);
}

void forecast_rates_fini(struct forecast_rates *self)
{
    for (size_t i = 0; i < RISKS; i++)
        json_decref(self->findings[i].facts);
    forecast_spreads_fini(&self->spreads);
    mem_free(self->incidents);
    mem_free(self->which_phase);
    json_decref(self->own);
    *self = (struct forecast_rates){ .own = NULL };
}
