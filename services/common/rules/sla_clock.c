/* One clause limits up to three things: the response, the remote work, the attendance. Each
 * limit names the instants that start it (the latest counts, K18) and those without which
 * nothing is owed. */
#include "sla_clock.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "hours.h"

/* `attributes` is owned for the length of the ruling; the rest is borrowed. */
struct work { /* one ruling in the making */
    const struct sla_ask *ask;
    const struct pack_clock *clock;
    struct sla_facts facts; /* cut to whole seconds */
    json_t *attributes;     /* grade, suburb, major: what `when` may ask */
    proof_t *proof;
    struct problem *problem;
    struct sla_ruling r;
};

/* Instants among the facts; none may lie before the event. */
static const struct {
    const char *name;
    size_t offset;
} INSTANTS[] = {
    { "occurred_at", offsetof(struct sla_facts, occurred_at) },
    { "onsite_requested_at", offsetof(struct sla_facts, onsite_requested_at) },
    { "responded_at", offsetof(struct sla_facts, responded_at) },
    { "remote_resolved_at", offsetof(struct sla_facts, remote_resolved_at) },
    { "arrived_at", offsetof(struct sla_facts, arrived_at) },
};
static const char REMOTE_BY[] = "remote_by";

/* Unknown is NO_INSTANT and not 0, which is an instant of 1970; every caller starts from here. */
struct sla_facts sla_facts_none(void)
{
    return (struct sla_facts){ NO_INSTANT, NO_INSTANT, NO_INSTANT, NO_INSTANT, NO_INSTANT,
                               NO_INSTANT, NULL,       false,      false };
}

/* By enum sla_verdict; the words are part of the answer and of stored proofs. */
const char *sla_verdict_word(enum sla_verdict verdict)
{
    static const char *const WORDS[] = { "met", "breached", "open", "not_applicable" };
    return WORDS[verdict];
}

/* Instants are taken to the second, downwards. */
static int64_t whole_second(int64_t us)
{
    if (us == NO_INSTANT)
        return us;
    int64_t rest = us % US_PER_SECOND;
    return us - (rest < 0 ? rest + US_PER_SECOND : rest);
}

/* All instants cut to the second (C7), before anything is compared. */
static struct sla_facts whole_seconds(const struct sla_facts *facts)
{
    struct sla_facts f = *facts;
    f.occurred_at = whole_second(f.occurred_at);
    f.responded_at = whole_second(f.responded_at);
    f.remote_resolved_at = whole_second(f.remote_resolved_at);
    f.onsite_requested_at = whole_second(f.onsite_requested_at);
    f.arrived_at = whole_second(f.arrived_at);
    f.as_of = whole_second(f.as_of);
    return f;
}

/* The i-th instant of the facts. */
static int64_t instant_at(const struct sla_facts *facts, size_t index)
{
    int64_t us;
    memcpy(&us, (const char *)facts + INSTANTS[index].offset, sizeof(us));
    return us;
}

/* An instant by the name that a pack uses for it; the pack's check knows the same names. The loop
 * ends because the pack's check allows no other name. */
static int64_t instant_of(const struct work *w, const char *name)
{
    size_t i = 0;
    if (strcmp(name, REMOTE_BY) == 0)
        return w->r.remote_by;
    while (strcmp(INSTANTS[i].name, name) != 0)
        i++;
    return instant_at(&w->facts, i);
}

/* What follows an event cannot come before it: such facts are entered wrongly. */
static rc_t check_order(const struct work *w)
{
    if (w->facts.occurred_at == NO_INSTANT)
        return problem_set(w->problem, RC_INVALID, "facts.occurred_at",
                           "\"occurred_at\" is missing");
    for (size_t i = 0; i < COUNT_OF(INSTANTS); i++) {
        char field[PROBLEM_FIELD_MAX];
        int64_t us = instant_at(&w->facts, i);
        snprintf(field, sizeof(field), "facts.%s", INSTANTS[i].name);
        if (us != NO_INSTANT && us < w->facts.occurred_at)
            return problem_set(w->problem, RC_INVALID, field, "\"%s\" lies before \"occurred_at\"",
                               INSTANTS[i].name);
    }
    return RC_OK;
}

/* The first limit whose attributes hold; NULL when none does. Order matters: a special limit stands
 * before the general one. */
static const struct clock_limit *limit_for(const struct work *w, const struct clock_limit *rows,
                                           size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (condition_holds(&rows[i].when, w->attributes))
            return &rows[i];
    return NULL;
}

/* Say why nothing is owed. */
static void note_not_owed(struct work *w, const char *what)
{
    struct proof_step step = { .why = WHY_NOT_OWED, .source = FROM_CLAUSE };
    snprintf(step.ref, sizeof(step.ref), "%.60s", w->clock->clause);
    snprintf(step.name, sizeof(step.name), "%.90s", what);
    proof_add(w->proof, &step);
}

/* Whether the conditions of a limit hold, so that something is owed. What the clause needs and did
 * not happen is told by name, so that a reader knows why there is no limit. */
static bool is_owed(struct work *w, const struct clock_limit *limit)
{
    for (size_t i = 0; i < limit->needs.count; i++) {
        if (instant_of(w, limit->needs.rows[i]) == NO_INSTANT) {
            note_not_owed(w, limit->needs.rows[i]);
            return false;
        }
    }
    bool solved = w->facts.remote_resolved_at != NO_INSTANT && w->r.remote_by != NO_INSTANT &&
                  w->facts.remote_resolved_at <= w->r.remote_by;
    if (limit->unless_remote_in_time && solved)
        note_not_owed(w, "remote_resolved_at");
    return !(limit->unless_remote_in_time && solved);
}

/* The latest of the instants that start the limit. NO_INSTANT is the smallest value there is, so
 * unknown instants never win. */
static int64_t latest_start(struct work *w, const struct clock_limit *limit)
{
    int64_t latest = NO_INSTANT;
    const char *name = "";
    for (size_t i = 0; i < limit->from.count; i++) {
        int64_t us = instant_of(w, limit->from.rows[i]);
        if (us > latest) {
            latest = us;
            name = limit->from.rows[i];
        }
    }
    if (limit->from.count > 1 && latest != NO_INSTANT) {
        struct proof_step step = {
            .why = WHY_CLOCK_STARTS_LATER, .source = FROM_FACT, .when = WHEN_INSTANT, .from = latest
        };
        snprintf(step.ref, sizeof(step.ref), "%.60s", name);
        proof_add(w->proof, &step);
    }
    return latest;
}

/* Say how long the limit is, and the window it runs in. */
static void note_limit(struct work *w, const struct clock_limit *limit, const char *name,
                       int64_t start, int64_t end)
{
    struct proof_step step = { .source = FROM_CLAUSE, .when = WHEN_INSTANT, .has_to = true };
    step.why = limit->within.strict ? WHY_CLOCK_UNDER : WHY_CLOCK_LIMIT;
    snprintf(step.ref, sizeof(step.ref), "%.60s", w->clock->clause);
    snprintf(step.name, sizeof(step.name), "%s", name);
    step.from = start;
    step.to = end;
    step.n = duration_seconds(&limit->within);
    if (limit->hours)
        proof_named(w->proof, WHY_HOURS, limit->hours);
    proof_add(w->proof, &step);
}

/* End of a limit into *ret_by; unchanged (NO_INSTANT) when nothing is owed. Without a start nothing
 * runs yet, which is no breach: the side stays not applicable. */
static rc_t reckon(struct work *w, const struct clock_limit *limit, const char *name,
                   int64_t *ret_by)
{
    if (!limit || !is_owed(w, limit))
        return RC_OK;
    int64_t start = latest_start(w, limit);
    if (start == NO_INSTANT)
        return RC_OK;
    struct hours_use use = { .window = limit->hours ? pack_hours(w->ask->pack, limit->hours) : NULL,
                             .calendar = w->ask->calendar,
                             .zone_minutes = w->ask->pack->zone_minutes };
    struct reckoned_instant end;
    if (!hours_add(&use, start, duration_seconds(&limit->within), &end))
        return problem_set(w->problem, RC_INVALID, "facts.occurred_at",
                           "a limit of clause %s is out of range", w->clock->clause);
    note_limit(w, limit, name, start, end.us);
    w->r.provisional = w->r.provisional || end.provisional;
    *ret_by = end.us;
    return RC_OK;
}

/* What one side of the ruling compares. */
struct side {
    const char *name;
    int64_t by, actual;
    bool strict;
};

/* Met or breached once it happened; until then open, or breached when `as_of` has passed the limit.
 * At the limit is in time (C7) unless the clause says 小于 (K8). The margin is in whole seconds,
 * for the instants are. */
static enum sla_verdict verdict_of(struct work *w, const struct side *s, bool *ret_has_margin,
                                   int64_t *ret_margin_s)
{
    *ret_has_margin = s->by != NO_INSTANT && s->actual != NO_INSTANT;
    *ret_margin_s = 0;
    if (s->by == NO_INSTANT)
        return SLA_NOT_APPLICABLE;
    int64_t shown = s->actual != NO_INSTANT ? s->actual : w->facts.as_of;
    bool late = shown != NO_INSTANT && (s->strict ? shown >= s->by : shown > s->by);
    if (!*ret_has_margin)
        return late ? SLA_BREACHED : SLA_OPEN;
    *ret_margin_s = (s->by - s->actual) / US_PER_SECOND;
    struct proof_step step = { .why = WHY_VERDICT, .source = FROM_CLAUSE, .n = *ret_margin_s };
    snprintf(step.ref, sizeof(step.ref), "%.60s", w->clock->clause);
    snprintf(step.name, sizeof(step.name), "%s %s", s->name,
             sla_verdict_word(late ? SLA_BREACHED : SLA_MET));
    proof_add(w->proof, &step);
    return late ? SLA_BREACHED : SLA_MET;
}

/* Both verdicts, once the limits are known. */
static void rule_verdicts(struct work *w)
{
    struct sla_ruling *r = &w->r;
    struct side first = { "respond", r->respond_by, w->facts.responded_at, r->respond_strict };
    struct side second = { "onsite", r->onsite_by, w->facts.arrived_at, r->onsite_strict };
    r->respond = verdict_of(w, &first, &r->has_respond_margin, &r->respond_margin_s);
    r->onsite = verdict_of(w, &second, &r->has_onsite_margin, &r->onsite_margin_s);
}

/* Remote before on-site, since the on-site limit may start at the end of the remote one. */
static rc_t rule_limits(struct work *w)
{
    const struct pack_clock *c = w->clock;
    const struct clock_limit *respond = limit_for(w, c->respond.rows, c->respond.count);
    const struct clock_limit *remote = limit_for(w, c->remote.rows, c->remote.count);
    const struct clock_limit *onsite = limit_for(w, c->onsite.rows, c->onsite.count);
    struct sla_ruling *r = &w->r;
    r->respond_strict = respond && respond->within.strict;
    r->onsite_strict = onsite && onsite->within.strict;
    rc_t rc = reckon(w, respond, "respond", &r->respond_by);
    if (rc == RC_OK)
        rc = reckon(w, remote, "remote", &r->remote_by);
    if (rc == RC_OK)
        rc = reckon(w, onsite, "onsite", &r->onsite_by);
    if (rc == RC_OK)
        rule_verdicts(w);
    return rc;
}

/* What the pack's conditions may ask about an event. */
static json_t *attributes_of(const struct sla_facts *facts)
{
    json_t *attributes = json_pack("{s:b, s:b}", "suburb", facts->suburb, "major", facts->major);
    if (facts->grade)
        json_object_set_new(attributes, "grade", json_string(facts->grade));
    return attributes;
}

/* The attributes live only as long as the ruling is made. An event that the clause does not bind
 * keeps its NO_INSTANTs and is answered, not refused. */
rc_t sla_clock_rule(const struct sla_ask *ask, proof_t *proof, struct sla_ruling *ret_ruling,
                    struct problem *problem)
{
    struct work w = { .ask = ask, .proof = proof, .problem = problem };
    w.clock = pack_clock(ask->pack, ask->clause);
    w.facts = whole_seconds(ask->facts);
    if (!w.clock)
        return problem_set(problem, RC_NOT_FOUND, "clause", "pack %s has no clock of clause %s",
                           ask->pack->name, ask->clause);
    rc_t rc = check_order(&w);
    if (rc != RC_OK)
        return rc;
    w.r = (struct sla_ruling){ .respond_by = NO_INSTANT,
                               .remote_by = NO_INSTANT,
                               .onsite_by = NO_INSTANT,
                               .respond = SLA_NOT_APPLICABLE,
                               .onsite = SLA_NOT_APPLICABLE };
    w.attributes = attributes_of(ask->facts);
    w.r.applies = condition_holds(&w.clock->when, w.attributes);
    proof_clause(proof, w.clock->clause, w.clock->title);
    proof_fact_instant(proof, "occurred_at", w.facts.occurred_at);
    if (w.r.applies)
        rc = rule_limits(&w);
    json_decref(w.attributes);
    if (rc == RC_OK)
        *ret_ruling = w.r;
    return rc;
}

/* A clock that does not ask for the grade binds every grade and would come first by chance, so only
 * clocks that do are looked at. */
const char *sla_clock_for_grade(const struct pack *pack, const char *grade)
{
    json_t *attributes = json_pack("{s:s}", "grade", grade);
    const char *clause = NULL;
    for (size_t i = 0; i < pack->clocks.count && !clause; i++) {
        const struct pack_clock *c = &pack->clocks.rows[i];
        if (c->onsite.count > 0 && condition_names(&c->when, "grade") &&
            condition_holds(&c->when, attributes))
            clause = c->clause;
    }
    json_decref(attributes);
    return clause;
}
