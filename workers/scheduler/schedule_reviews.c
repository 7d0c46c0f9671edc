/* Which rows of a pack are reviewed, and when next. The law's intervals are those of filing.h; what
 * is ours is that the work for a review begins as early as a renewal may be asked for. */
#include "schedule_reviews.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "filing.h"
#include "memory.h"

enum { GRADE_FILED_FROM = 2 }; /* level 1 is not filed */

static const char FACT_FILED[] = "filed";
static const char FACT_ASSESSED[] = "assessed";
static const char FACT_EXPIRES[] = "expires";

/* Part of a schedule's key; enum work_kind has no words for them, since no pack row is one. */
const char *review_kind_word(enum review_kind kind)
{
    static const char *const WORDS[REVIEW__COUNT] = { "filing", "assessment", "certificate" };
    return WORDS[kind];
}

/* ---- rows of a pack ---- */

/* A clause may say the same title twice; it is one schedule. */
static bool has_row(const struct schedule_reviews *reviews, const struct schedule_review *row)
{
    for (size_t i = 0; i < reviews->count; i++) {
        const struct schedule_review *own = &reviews->rows[i];
        if (own->kind == row->kind && strcmp(own->clause, row->clause) == 0 &&
            strcmp(own->title, row->title) == 0)
            return true;
    }
    return false;
}

/* Takes the row's places. */
static void add_row(struct schedule_reviews *reviews, struct schedule_review row)
{
    if (has_row(reviews, &row))
        json_decref(row.places);
    else
        reviews->rows[reviews->count++] = row;
}

/* Those that the pack names, to know which of them wait for a fact; a system entered with the
 * contract alone is reviewed by its facts all the same. */
static json_t *filed_systems(const struct pack *pack)
{
    json_t *places = json_array();
    for (size_t i = 0; i < pack->systems.count; i++) {
        const struct pack_system *system = &pack->systems.rows[i];
        char unit[REVIEW_UNIT_TEXT];
        if (system->grade < GRADE_FILED_FROM)
            continue;
        snprintf(unit, sizeof(unit), "%" PRId64, (int64_t)system->no);
        json_array_append_new(
            places, json_pack("{s:s, s:I}", "unit", unit, "serial", (json_int_t)system->no));
    }
    return places;
}

/* A filed system has its certificate renewed, and is assessed between. */
static void add_filings(const struct pack *pack, struct schedule_reviews *reviews)
{
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *row = &pack->deliverables.rows[i];
        if (!row->certificate || row->per != PER_SYSTEM || row->same_as)
            continue;
        for (enum review_kind kind = REVIEW_FILING; kind <= REVIEW_ASSESSMENT; kind++)
            add_row(reviews, (struct schedule_review){ .kind = kind,
                                                       .clause = row->clause,
                                                       .title = row->title,
                                                       .places = filed_systems(pack) });
    }
}

/* Each certificate by its name; one of any name is a place without. */
static json_t *named_places(const struct certificate_set *set)
{
    json_t *places = json_array();
    for (size_t i = 0; i < set->list.count; i++)
        json_array_append_new(places, json_pack("{s:s}", "unit", set->list.rows[i].name));
    if (set->list.count == 0)
        json_array_append_new(places, json_pack("{s:s}", "unit", ""));
    return places;
}

/* Where a row says only that a person is certified any certificate will do; of a firm those that
 * are named. */
static void add_certificates(const struct pack *pack, struct schedule_reviews *reviews)
{
    for (size_t i = 0; i < pack->persons.count; i++) {
        const struct pack_person *row = &pack->persons.rows[i];
        if (row->certified || row->certificates.list.count > 0)
            add_row(reviews, (struct schedule_review){ REVIEW_CERTIFICATE, row->clause, row->title,
                                                       named_places(&row->certificates) });
    }
    for (size_t i = 0; i < pack->qualifications.count; i++) {
        const struct pack_qualification *row = &pack->qualifications.rows[i];
        if (row->certificates.list.count > 0)
            add_row(reviews, (struct schedule_review){ REVIEW_CERTIFICATE, row->clause, row->title,
                                                       named_places(&row->certificates) });
    }
}

/* Two rows for each deliverable at most: a filing and its assessments. */
void schedule_reviews_make(const struct pack *pack, struct schedule_reviews *ret_reviews)
{
    size_t most = 2 * pack->deliverables.count + pack->persons.count + pack->qualifications.count;
    *ret_reviews =
        (struct schedule_reviews){ .rows = mem_array(most + 1, sizeof(*ret_reviews->rows)) };
    add_filings(pack, ret_reviews);
    add_certificates(pack, ret_reviews);
}

void schedule_reviews_fini(struct schedule_reviews *self)
{
    for (size_t i = 0; i < self->count; i++)
        json_decref(self->rows[i].places);
    mem_free(self->rows);
    *self = (struct schedule_reviews){ .count = 0 };
}

/* ---- systems ---- */

/* Takes a copy of the unit. */
static void add_slot(struct review_slots *slots, struct review_slot slot, const char *unit)
{
    slot.unit = mem_dup(unit);
    slots->rows = mem_grow(slots->rows, &slots->cap, slots->count + 1, sizeof(*slots->rows));
    slots->rows[slots->count++] = slot;
}

/* What is known of one system. */
struct filed_system {
    const struct review_fact *first; /* its first fact, for what all of them say */
    int32_t filed;                   /* NO_DAY: not known */
    int32_t assessed[FILING_ASSESSMENTS_MAX];
    size_t count; /* of the last so many assessments */
};

/* The last filing counts; of too many assessments the latest, which reckon the next one. */
static void take_fact(struct filed_system *system, const struct review_fact *fact)
{
    if (strcmp(fact->name, FACT_FILED) == 0)
        system->filed = fact->on;
    if (strcmp(fact->name, FACT_ASSESSED) != 0)
        return;
    if (system->count == FILING_ASSESSMENTS_MAX)
        memmove(system->assessed, system->assessed + 1,
                --system->count * sizeof(*system->assessed));
    system->assessed[system->count++] = fact->on;
}

/* Facts of one system stand together. Returns the place behind them. */
static size_t take_system(const struct review_facts *facts, size_t at, struct filed_system *ret)
{
    *ret = (struct filed_system){ .first = &facts->rows[at], .filed = NO_DAY };
    for (; at < facts->count && facts->rows[at].system == ret->first->system; at++)
        take_fact(ret, &facts->rows[at]);
    return at;
}

/* The last thing that happened to it. */
static int32_t last_day(const struct filed_system *system)
{
    int32_t assessed = system->count > 0 ? system->assessed[system->count - 1] : NO_DAY;
    if (assessed == NO_DAY || system->filed == NO_DAY)
        return assessed == NO_DAY ? system->filed : assessed;
    return assessed > system->filed ? assessed : system->filed;
}

/* A system that was assessed before anybody recorded its filing is assessed again all the same: the
 * interval runs from the last assessment, and only the certificate waits. */
static rc_t rule_system(enum review_kind kind, const struct filed_system *system,
                        struct review_slots *slots, struct problem *problem)
{
    char unit[REVIEW_UNIT_TEXT];
    struct filing_ruling ruling;
    bool filing = kind == REVIEW_FILING;
    bool known = system->filed != NO_DAY || (!filing && system->count > 0);
    struct filing_ask ask = { .filed =
                                  system->filed != NO_DAY ? system->filed : system->assessed[0],
                              .assessments = system->assessed,
                              .count = system->count,
                              .on = NO_DAY,
                              .grade = system->first->grade };
    if (!known || system->first->system == 0 || system->first->grade < GRADE_FILED_FROM)
        return RC_OK;
    /* as of no day: what was assessed is known, and the list is not an answer about today */
    rc_t rc = filing_rule(&ask, NULL, &ruling, problem);
    if (rc != RC_OK)
        return rc;
    /* a renewal may be asked for from a day on that the law says; an assessment may be made at any
     * time, so when to begin with it is ours */
    struct review_slot slot = {
        .system = system->first->system,
        .from = filing ? ruling.renewal_from : ruling.next_assessment_due - REVIEW_LEAD_DAYS,
        .to = filing ? ruling.valid_until : ruling.next_assessment_due,
        .since = last_day(system),
    };
    snprintf(unit, sizeof(unit), "%" PRId64, system->first->serial);
    add_slot(slots, slot, unit);
    return RC_OK;
}

/* One pass, since the facts of a system stand side by side. */
static rc_t rule_systems(const struct schedule_review *review, const struct review_facts *facts,
                         struct review_slots *ret, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t at = 0; at < facts->count && rc == RC_OK;) {
        struct filed_system system;
        at = take_system(facts, at, &system);
        rc = rule_system(review->kind, &system, ret, problem);
    }
    return rc;
}

/* ---- certificates ---- */

/* Holders are few; a contract names some tens of certificates. */
static struct review_slot *slot_of(struct review_slots *slots, const char *unit)
{
    for (size_t i = 0; i < slots->count; i++)
        if (strcmp(slots->rows[i].unit, unit) == 0)
            return &slots->rows[i];
    return NULL;
}

/* The last end that is known of each holder's certificate: a renewal is a later one. */
static void rule_certificates(const struct schedule_review *review,
                              const struct review_facts *facts, struct review_slots *ret)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct review_fact *fact = &facts->rows[i];
        if (strcmp(fact->name, FACT_EXPIRES) != 0 || !fact->clause ||
            strcmp(fact->clause, review->clause) != 0)
            continue;
        struct review_slot slot = { .from = fact->on - REVIEW_LEAD_DAYS,
                                    .to = fact->on,
                                    .since = fact->noted_on };
        /* the later end counts, whichever was told first: a certificate is not shortened by an old
         * copy of it */
        struct review_slot *own = slot_of(ret, fact->unit);
        if (!own) {
            add_slot(ret, slot, fact->unit);
        } else if (own->to < slot.to) {
            slot.unit = own->unit;
            *own = slot;
        }
    }
}

/* A person's certificate is named "holder/certificate"; a place without a name takes any. */
static bool speaks_of(const char *unit, const char *place)
{
    size_t length = strlen(unit), tail = strlen(place);
    if (tail == 0 || strcmp(unit, place) == 0)
        return true;
    return length > tail && unit[length - tail - 1] == '/' &&
           strcmp(unit + length - tail, place) == 0;
}

/* One holder's certificate is enough for the place to wait no more: the clause asks that there is
 * one.
 */
static bool is_known(const struct review_slots *slots, const char *place)
{
    for (size_t i = 0; i < slots->count; i++)
        if (speaks_of(slots->rows[i].unit, place))
            return true;
    return false;
}

/* ---- both ---- */

/* A place that waits is counted, not guessed: without its fact nobody knows when it was due. */
rc_t review_slots_make(const struct schedule_review *review, const struct review_facts *facts,
                       struct review_slots *ret, struct problem *problem)
{
    rc_t rc = RC_OK;
    size_t i;
    const json_t *place;
    *ret = (struct review_slots){ .count = 0 };
    if (review->kind == REVIEW_CERTIFICATE)
        rule_certificates(review, facts, ret);
    else
        rc = rule_systems(review, facts, ret, problem);
    json_array_foreach(review->places, i, place) ret->waits +=
        !is_known(ret, json_string_value(json_object_get(place, "unit")));
    return rc;
}

void review_slots_fini(struct review_slots *self)
{
    for (size_t i = 0; i < self->count; i++)
        mem_free(self->rows[i].unit);
    mem_free(self->rows);
    *self = (struct review_slots){ .count = 0 };
}
