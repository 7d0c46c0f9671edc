/* A term has a shape (after, before, on, fixed, half-way) and each shape one function that finds
 * the due day. What follows from the due day, the reminder, lateness, deemed acceptance, the
 * amount, is the same for all. Every step is told to the proof where it is taken. */
#include "term.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "hours.h"
#include "money.h"
#include "proof_days.h"

/* Facts that the pack itself may answer, and the one that asks whether a right exists yet. */
static const char FACT_SERVICE_END[] = "service_end";
static const char FACT_AS_OF[] = "as_of";
static const char READING_ROLL[] = "roll";

struct work { /* one ruling in the making */
    const struct term_case *ask;
    const struct pack_term *term;
    proof_t *proof;
    struct problem *problem;
    struct term_ruling r;
    const char *names[STARTS_MAX]; /* starting facts, readings resolved */
    int32_t days[STARTS_MAX];
    const struct day_fact *facts[STARTS_MAX]; /* NULL: the pack's own day */
};

/* A fact as given; NULL when it is not. */
static const struct day_fact *find_fact(const struct term_case *ask, const char *name)
{
    for (size_t i = 0; i < ask->fact_count; i++)
        if (strcmp(ask->facts[i].name, name) == 0)
            return &ask->facts[i];
    return NULL;
}

/* A fact's day: as given, or for the end of the period the pack's own. */
static bool fact_day(const struct term_case *ask, const char *name, int32_t *ret_day)
{
    const struct day_fact *fact = find_fact(ask, name);
    if (fact) {
        *ret_day = fact->day;
        return true;
    }
    if (strcmp(name, FACT_SERVICE_END) != 0 || ask->pack->service_to == NO_DAY)
        return false;
    *ret_day = ask->pack->service_to;
    return true;
}

/* Name of a starting fact: as the pack states it, or the value of the reading it refers to. */
static const char *start_name(const struct term_case *ask, const char *start)
{
    return start[0] == '$' ? reading_value(ask->pack, ask->readings, start + 1) : start;
}

/* All starting facts, or the one that is missing. Every start is needed: the latest of them starts
 * the term, and which one that is nobody knows while one is missing. */
static rc_t take_starts(struct work *w)
{
    for (size_t i = 0; i < w->term->starts.count; i++) {
        const char *start = w->term->starts.rows[i];
        char field[PROBLEM_FIELD_MAX];
        w->names[i] = start_name(w->ask, start);
        if (start[0] == '$')
            proof_reading(w->proof, start + 1, w->names[i]);
        snprintf(field, sizeof(field), "facts.%.64s", w->names[i]);
        if (!fact_day(w->ask, w->names[i], &w->days[i]))
            return problem_set(w->problem, RC_INVALID, field, "clause %s needs the fact \"%s\"",
                               w->term->clause, w->names[i]);
        if (w->days[i] < DAY_MIN || w->days[i] > DAY_MAX)
            return problem_set(w->problem, RC_INVALID, field, "fact \"%s\" is out of range",
                               w->names[i]);
        w->facts[i] = find_fact(w->ask, w->names[i]);
        proof_fact_day(w->proof, w->names[i], w->days[i]);
    }
    return RC_OK;
}

/* Dates end in 2170; a term that leaves the range is refused. */
static rc_t out_of_range(const struct work *w)
{
    return problem_set(w->problem, RC_INVALID, "facts", "the term of clause %s ends out of range",
                       w->term->clause);
}

/* ---- steps of arithmetic ---- */

/* Remember and say that a later notice may move the day. */
static void note_provisional(struct work *w, int32_t from, int32_t to)
{
    w->r.provisional = true;
    proof_provisional(w->proof, w->ask->calendar, from, to);
}

/* Whether the event's own day is day one, and say so. By default it is not counted (K2). The day
 * told is the event's own; the first day counted is what comes back. */
static int32_t first_day(struct work *w, int32_t from)
{
    bool counted = w->term->count_first_day;
    proof_day(w->proof, counted ? WHY_FIRST_DAY_INCLUDED : WHY_FIRST_DAY_EXCLUDED, from);
    return counted ? from : from + 1;
}

/* Working days from the first one that counts. A make-up day works or rests as the contract says
 * (K3), which is the calendar use's business and not this one's. */
static bool add_working(struct work *w, int32_t from, const struct duration *d, int32_t *ret_day)
{
    struct day_term term = { .days = d->amount,
                             .basis = BASIS_WORKING,
                             .count_first_day = w->term->count_first_day };
    struct reckoned_day end;
    if (!calendar_add_days(w->ask->calendar, from, term, &end))
        return false;
    int32_t first = first_day(w, from);
    proof_working_days(w->proof, w->ask->calendar, first, end.day);
    if (end.provisional)
        note_provisional(w, first, end.day);
    *ret_day = end.day;
    return true;
}

/* Calendar days, or months whose end clamps. */
static bool add_calendar(struct work *w, int32_t from, const struct duration *d, int32_t *ret_day)
{
    if (d->unit == UNIT_MONTHS) {
        if (!civil_add_months(from, d->amount, ret_day))
            return false;
        proof_days(w->proof, WHY_MONTHS, from, *ret_day, d->amount);
        return true;
    }
    if (from > DAY_MAX - d->amount)
        return false;
    int32_t first = first_day(w, from);
    *ret_day = first + d->amount - 1;
    proof_days(w->proof, WHY_DAYS_COUNTED, first, *ret_day, d->amount);
    return true;
}

/* To the next working day. Always forward, so a term never becomes shorter (K4); the reading is
 * told even where the day stays. */
static void roll(struct work *w, int32_t *day_p)
{
    struct reckoned_day next = calendar_next_workday(w->ask->calendar, *day_p);
    proof_reading(w->proof, READING_ROLL, "true");
    if (next.day != *day_p)
        proof_days(w->proof, WHY_ROLLED, *day_p, next.day, 0);
    if (next.provisional)
        note_provisional(w, *day_p, next.day);
    *day_p = next.day;
}

/* A rest day that stays is worth a sentence, since readers expect it to move. */
static void note_rest_day(struct work *w, int32_t day)
{
    if (!calendar_classify(w->ask->calendar, day).workday)
        proof_day(w->proof, WHY_NOT_ROLLED, day);
}

/* A forward term of any unit, rolled where the reading says so. */
static bool add_duration(struct work *w, int32_t from, const struct duration *d, int32_t *ret_day)
{
    int32_t day;
    if (d->unit == UNIT_WORKING_DAYS)
        return add_working(w, from, d, ret_day);
    if (!add_calendar(w, from, d, &day))
        return false;
    if (reading_is_true(w->ask->pack, w->ask->readings, READING_ROLL)) /* C6, K4 */
        roll(w, &day);
    else
        note_rest_day(w, day);
    *ret_day = day;
    return true;
}

/* ---- shapes ---- */

/* The latest of several starts counts. */
static void take_latest_start(struct work *w)
{
    size_t latest = 0;
    for (size_t i = 1; i < w->term->starts.count; i++)
        if (w->days[i] > w->days[latest])
            latest = i;
    w->r.start = w->days[latest];
    if (w->term->starts.count > 1) {
        struct proof_step step = { .why = WHY_LATEST_STARTS,
                                   .source = FROM_FACT,
                                   .when = WHEN_DAY };
        snprintf(step.ref, sizeof(step.ref), "%.60s", w->names[latest]);
        step.from = w->r.start;
        proof_add(w->proof, &step);
    }
}

/* The day a right opens: on a day of the count, or on the day after a time to cure. `days[0]` is
 * free again here, as the latest start was taken already; it holds as_of. */
static rc_t rule_opens(struct work *w)
{
    const struct pack_term *t = w->term;
    bool on = t->opens_on.amount > 0;
    bool ok = on ? t->opens_on.unit == UNIT_WORKING_DAYS
                       ? add_working(w, w->r.start, &t->opens_on, &w->r.opens)
                       : add_calendar(w, w->r.start, &t->opens_on, &w->r.opens)
                 : add_duration(w, w->r.start, &t->opens_after, &w->r.opens);
    if (!ok || w->r.opens >= DAY_MAX)
        return out_of_range(w);
    w->r.opens += !on;
    proof_day(w->proof, WHY_OPENS, w->r.opens);
    w->r.has_open = fact_day(w->ask, FACT_AS_OF, &w->days[0]);
    w->r.open = w->r.has_open && w->days[0] >= w->r.opens;
    return RC_OK;
}

/* ---- terms in minutes and hours ---- */

/* Asked of `within` only: openings of rights are checked to run in days or months. */
bool term_in_hours(const struct pack_term *term)
{
    return term->within.unit == UNIT_MINUTES || term->within.unit == UNIT_HOURS;
}

/* The latest of the instants that start the term. A date has no hour to count from. All starts must
 * be instants, also the earlier ones: which is the latest cannot be told from a date. */
static rc_t latest_instant(struct work *w, int64_t *ret_at)
{
    int64_t latest = NO_INSTANT;
    for (size_t i = 0; i < w->term->starts.count; i++) {
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "facts.%.64s", w->names[i]);
        if (!w->facts[i] || !w->facts[i]->timed)
            return problem_set(w->problem, RC_INVALID, field,
                               "clause %s runs in hours: \"%s\" must be an instant",
                               w->term->clause, w->names[i]);
        proof_fact_instant(w->proof, w->names[i], w->facts[i]->at);
        latest = w->facts[i]->at > latest ? w->facts[i]->at : latest;
    }
    *ret_at = latest;
    return RC_OK;
}

/* Through nights and holidays (K6), or inside the term's window. */
static rc_t rule_hours(struct work *w)
{
    const struct pack *pack = w->ask->pack;
    struct hours_use use = { .window = w->term->hours ? pack_hours(pack, w->term->hours) : NULL,
                             .calendar = w->ask->calendar,
                             .zone_minutes = pack->zone_minutes };
    struct reckoned_instant end;
    struct proof_step step = { .why = WHY_CLOCK_LIMIT, .source = FROM_CLAUSE, .has_to = true };
    rc_t rc = latest_instant(w, &step.from);
    if (rc != RC_OK)
        return rc;
    step.n = duration_seconds(&w->term->within);
    if (!hours_add(&use, step.from, step.n, &end))
        return out_of_range(w);
    if (use.window)
        proof_named(w->proof, WHY_HOURS, use.window->name);
    snprintf(step.ref, sizeof(step.ref), "%.60s", w->term->clause);
    snprintf(step.name, sizeof(step.name), "%.90s", w->term->title);
    step.when = WHEN_INSTANT;
    step.to = end.us;
    proof_add(w->proof, &step);
    w->r.start_at = step.from;
    w->r.due_at = end.us;
    w->r.due = civil_day_of(end.us, pack->zone_minutes);
    if (end.provisional)
        note_provisional(w, w->r.start, w->r.due);
    return RC_OK;
}

/* A term without `within` only opens a right. */
static rc_t rule_after(struct work *w)
{
    take_latest_start(w);
    if (w->term->within.amount == 0)
        return rule_opens(w);
    if (term_in_hours(w->term))
        return rule_hours(w);
    w->r.basis = w->term->within.unit == UNIT_WORKING_DAYS ? BASIS_WORKING : BASIS_CALENDAR;
    return add_duration(w, w->r.start, &w->term->within, &w->r.due) ? RC_OK : out_of_range(w);
}

/* Backward terms never roll (K5): the day before the limit may be a rest day, and the reminder
 * is what helps. The fact's own day is not counted: N days before it is its day minus N, months
 * alike. */
static rc_t rule_before(struct work *w)
{
    const struct duration *d = &w->term->within;
    int32_t from = w->days[0];
    w->r.due = from;
    if (d->unit == UNIT_WORKING_DAYS) {
        struct reckoned_day day = calendar_workdays_from(w->ask->calendar, from, -d->amount);
        w->r.due = day.day;
        proof_working_days(w->proof, w->ask->calendar, day.day, from - 1);
        if (day.provisional)
            note_provisional(w, day.day, from);
    } else if (d->unit == UNIT_MONTHS) {
        if (!civil_add_months(from, -d->amount, &w->r.due))
            return out_of_range(w);
        proof_days(w->proof, WHY_MONTHS, from, w->r.due, -(int64_t)d->amount);
    } else {
        if (from < DAY_MIN + d->amount)
            return out_of_range(w);
        w->r.due = from - d->amount;
        proof_days(w->proof, WHY_DAYS_COUNTED, w->r.due, from - 1, d->amount);
    }
    note_rest_day(w, w->r.due);
    return RC_OK;
}

/* On the day of the fact itself. */
static rc_t rule_on(struct work *w)
{
    w->r.due = w->days[0];
    note_rest_day(w, w->r.due);
    return RC_OK;
}

/* A date in the text never moves (K5). */
static rc_t rule_fixed(struct work *w)
{
    w->r.due = w->term->fixed_day;
    proof_day(w->proof, WHY_FIXED, w->r.due);
    note_rest_day(w, w->r.due);
    return RC_OK;
}

/* Start + half of the days, both ends counted, rounded down (K17). */
static rc_t rule_halfway(struct work *w)
{
    int32_t days = w->days[1] - w->days[0] + 1;
    if (days < 1)
        return problem_set(w->problem, RC_INVALID, "facts", "\"%s\" lies before \"%s\"",
                           w->names[1], w->names[0]);
    w->r.start = w->days[0];
    w->r.due = w->days[0] + days / 2;
    proof_days(w->proof, WHY_HALFWAY, w->days[0], w->r.due, days);
    note_rest_day(w, w->r.due);
    return RC_OK;
}

/* By enum term_shape. */
static rc_t (*const SHAPES[])(struct work *w) = {
    [TERM_AFTER] = rule_after, [TERM_BEFORE] = rule_before,   [TERM_ON] = rule_on,
    [TERM_FIXED] = rule_fixed, [TERM_HALFWAY] = rule_halfway,
};

/* ---- what follows from the due day ---- */

/* What closes a term cannot come before everything that starts it. */
static rc_t check_order(struct work *w, int32_t closing)
{
    char field[PROBLEM_FIELD_MAX];
    int32_t earliest = w->r.start;
    for (size_t i = 0; earliest != NO_DAY && i < w->term->starts.count; i++)
        earliest = w->days[i] < earliest ? w->days[i] : earliest;
    if (earliest == NO_DAY || closing >= earliest)
        return RC_OK;
    snprintf(field, sizeof(field), "facts.%.64s", w->term->closed_by);
    return problem_set(w->problem, RC_INVALID, field, "\"%s\" lies before what starts clause %s",
                       w->term->closed_by, w->term->clause);
}

/* Lateness is counted in whole calendar days; used days leave the starting day out (C3). Also
 * calendar days where the term ran in working days: the two are never mixed. */
static void rule_closing_day(struct work *w, int32_t closing)
{
    struct term_ruling *r = &w->r;
    r->late = closing > r->due ? closing - r->due : 0;
    r->has_used = r->start != NO_DAY;
    r->used_days = r->has_used ? closing - r->start : 0;
}

/* A term in hours is late by the second; each day begun counts as one. A second begun counts as
 * one, so 1 microsecond late is late; in time is 0 exactly. */
static rc_t rule_closing_instant(struct work *w, const struct day_fact *closing)
{
    const int64_t day = US_PER_DAY / US_PER_SECOND;
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "facts.%.64s", closing->name);
    if (!closing->timed)
        return problem_set(w->problem, RC_INVALID, field,
                           "clause %s runs in hours: \"%s\" must be an instant", w->term->clause,
                           closing->name);
    int64_t us = closing->at > w->r.due_at ? closing->at - w->r.due_at : 0;
    w->r.late_s = us / US_PER_SECOND + (us % US_PER_SECOND > 0);
    w->r.late = (int32_t)((w->r.late_s + day - 1) / day);
    return RC_OK;
}

/* The closing fact, where it is known. */
static rc_t rule_closing(struct work *w)
{
    const char *name = w->term->closed_by;
    const struct day_fact *closing = name ? find_fact(w->ask, name) : NULL;
    if (!closing || w->r.due == NO_DAY)
        return RC_OK;
    rc_t rc = check_order(w, closing->day);
    if (rc != RC_OK)
        return rc;
    w->r.closed = true;
    if (w->r.due_at != NO_INSTANT)
        rc = rule_closing_instant(w, closing);
    else
        rule_closing_day(w, closing->day);
    struct proof_step step = { .why = WHY_CLOSED, .source = FROM_FACT, .when = WHEN_DAY };
    snprintf(step.ref, sizeof(step.ref), "%.60s", name);
    step.from = closing->day;
    step.n = w->r.late;
    proof_add(w->proof, &step);
    return rc;
}

/* Silence to the end of the due day is acceptance from the next day on. What came too late is no
 * objection, so silence and lateness are the same here. */
static void rule_deemed(struct work *w)
{
    struct term_ruling *r = &w->r;
    if (!w->term->deemed_accepted || r->due == NO_DAY)
        return;
    r->deems = true;
    r->deemed_accepted = !r->closed || r->late > 0;
    if (r->deemed_accepted)
        r->deemed_accepted_from = r->due + 1;
}

/* A share of the contract that falls due with the term. The pack's own total stands in where the
 * contract's is not known; without either nothing can be said. */
static void rule_amount(struct work *w)
{
    int64_t total = w->ask->contract_fen ? w->ask->contract_fen : w->ask->pack->total_fen;
    if (w->term->amount_bp == 0 || total == 0)
        return;
    w->r.has_amount = money_share(total, w->term->amount_bp, BP_ONE, &w->r.amount_fen);
    proof_numbers(w->proof, WHY_SHARE, w->term->clause, w->term->amount_bp, total);
    proof_numbers(w->proof, WHY_AMOUNT, w->term->clause, w->r.amount_fen, 0);
}

/* The last working day on which somebody can still act. */
static void rule_reminder(struct work *w)
{
    if (w->r.due == NO_DAY)
        return;
    w->r.reminder = calendar_prev_workday(w->ask->calendar, w->r.due).day;
    proof_day(w->proof, WHY_DUE, w->r.due);
    proof_day(w->proof, WHY_REMINDER, w->r.reminder);
}

/* The amount and the reminder do not depend on what happened after, so they come before the closing
 * fact. *ret_ruling is written whole or not at all. */
rc_t term_rule(const struct term_case *ask, proof_t *proof, struct term_ruling *ret_ruling,
               struct problem *problem)
{
    struct work w = { .ask = ask, .proof = proof, .problem = problem };
    w.term = pack_term(ask->pack, ask->clause);
    if (!w.term)
        return problem_set(problem, RC_NOT_FOUND, "clause", "pack %s has no term of clause %s",
                           ask->pack->name, ask->clause);
    w.r = (struct term_ruling){ .term = w.term,
                                .due = NO_DAY,
                                .due_at = NO_INSTANT,
                                .reminder = NO_DAY,
                                .start = NO_DAY,
                                .start_at = NO_INSTANT,
                                .opens = NO_DAY,
                                .deemed_accepted_from = NO_DAY };
    proof_clause(proof, w.term->clause, w.term->title);
    rc_t rc = take_starts(&w);
    if (rc == RC_OK)
        rc = SHAPES[w.term->shape](&w);
    if (rc == RC_OK) {
        rule_amount(&w);
        rule_reminder(&w);
        rc = rule_closing(&w);
    }
    if (rc != RC_OK)
        return rc;
    rule_deemed(&w);
    *ret_ruling = w.r;
    return RC_OK;
}

/* So that a term whose starts have not happened yet can be told from one that fails. Names that go
 * by a reading are resolved as term_rule does. */
bool term_can_rule(const struct term_case *ask)
{
    const struct pack_term *term = pack_term(ask->pack, ask->clause);
    int32_t day;
    for (size_t i = 0; term && i < term->starts.count; i++) {
        const char *name = start_name(ask, term->starts.rows[i]);
        const struct day_fact *fact = find_fact(ask, name);
        if (!fact_day(ask, name, &day) || (term_in_hours(term) && !(fact && fact->timed)))
            return false;
    }
    return term != NULL;
}
