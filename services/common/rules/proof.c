/* Steps are plain structs of fixed size, so a proof is one growing array and copying a step
 * copies its texts. Sentences are made on demand from the table in proof_words.c. */
#include "proof.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "memory.h"
#include "proof_words.h"
#include "textw.h"

struct proof {
    struct proof_step *steps;
    size_t count, cap;
    int zone_minutes;
    bool cut; /* steps beyond PROOF_MAX_STEPS were dropped */
};

proof_t *proof_new(int zone_minutes)
{
    proof_t *self = mem_new(sizeof(*self));
    self->zone_minutes = zone_minutes;
    return self;
}

void proof_destroy(proof_t **self_p)
{
    if (!*self_p)
        return;
    mem_free((*self_p)->steps);
    mem_free(*self_p);
    *self_p = NULL;
}

void proof_add(proof_t *self, const struct proof_step *step)
{
    if (!self)
        return;
    if (self->count == PROOF_MAX_STEPS) {
        self->cut = true;
        return;
    }
    self->steps = mem_grow(self->steps, &self->cap, self->count + 1, sizeof(*step));
    self->steps[self->count++] = *step;
}

size_t proof_size(const proof_t *self)
{
    return self ? self->count : 0;
}

const struct proof_step *proof_step_at(const proof_t *self, size_t index)
{
    return &self->steps[index];
}

bool proof_is_cut(const proof_t *self)
{
    return self && self->cut;
}

int proof_zone(const proof_t *self)
{
    return self ? self->zone_minutes : 0;
}

void proof_append(proof_t *self, const proof_t *other)
{
    for (size_t i = 0; i < proof_size(other); i++)
        proof_add(self, &other->steps[i]);
}

/* Cut at a character when it does not fit. */
static void copy_text(char *out, size_t size, const char *text)
{
    size_t len = text ? strnlen(text, size) : 0;
    bool cut = len == size;
    len -= cut;
    if (len > 0)
        memcpy(out, text, len);
    out[len] = '\0';
    if (cut)
        text_trim_partial(out);
}

/* A step with its reason and source; the rest is zero. */
static struct proof_step step_of(enum proof_why why, enum proof_source source, const char *ref)
{
    struct proof_step step = { .why = why, .source = source };
    copy_text(step.ref, sizeof(step.ref), ref);
    return step;
}

void proof_add_named(proof_t *self, const struct proof_step *step, const char *ref,
                     const char *name)
{
    struct proof_step named = *step;
    copy_text(named.ref, sizeof(named.ref), ref);
    copy_text(named.name, sizeof(named.name), name);
    proof_add(self, &named);
}

void proof_clause(proof_t *self, const char *clause, const char *title)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_RULE, FROM_CLAUSE, clause);
    copy_text(step.name, sizeof(step.name), title);
    proof_add(self, &step);
}

void proof_reading(proof_t *self, const char *reading, const char *value)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_READING, FROM_READING, reading);
    copy_text(step.name, sizeof(step.name), value);
    proof_add(self, &step);
}

void proof_fact_day(proof_t *self, const char *fact, int32_t day)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_FACT, FROM_FACT, fact);
    step.when = WHEN_DAY;
    step.from = day;
    proof_add(self, &step);
}

void proof_fact_instant(proof_t *self, const char *fact, int64_t us)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_FACT, FROM_FACT, fact);
    step.when = WHEN_INSTANT;
    step.from = us;
    proof_add(self, &step);
}

void proof_day(proof_t *self, enum proof_why why, int32_t day)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, FROM_NOTHING, NULL);
    step.when = WHEN_DAY;
    step.from = day;
    proof_add(self, &step);
}

void proof_days(proof_t *self, enum proof_why why, int32_t from, int32_t to, int64_t n)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, FROM_NOTHING, NULL);
    step.when = WHEN_DAY;
    step.from = from;
    step.has_to = true;
    step.to = to;
    step.n = n;
    proof_add(self, &step);
}

void proof_named(proof_t *self, enum proof_why why, const char *name)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, FROM_NOTHING, NULL);
    snprintf(step.name, sizeof(step.name), "%s", name);
    text_trim_partial(step.name);
    proof_add(self, &step);
}

void proof_numbers(proof_t *self, enum proof_why why, const char *clause, int64_t n, int64_t m)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, clause ? FROM_CLAUSE : FROM_NOTHING, clause);
    step.n = n;
    step.m = m;
    proof_add(self, &step);
}

/* ---- sentences ---- */

struct teller { /* one sentence being written */
    const proof_t *proof;
    const struct proof_step *step;
    enum lang lang;
    struct bytebuf *out;
};

/* A day or an instant, as the step says. */
static rc_t tell_when(const struct teller *t, int64_t at)
{
    char text[INSTANT_TEXT];
    if (t->step->when == WHEN_NONE)
        return RC_OK;
    return bytebuf_text(t->out, t->step->when == WHEN_DAY
                                    ? civil_format_date((int32_t)at, text)
                                    : civil_format_instant(at, t->proof->zone_minutes, text));
}

static rc_t tell_ref(const struct teller *t)
{
    return bytebuf_text(t->out, t->step->ref);
}

static rc_t tell_name(const struct teller *t)
{
    return bytebuf_text(t->out, t->step->name);
}

static rc_t tell_from(const struct teller *t)
{
    return tell_when(t, t->step->from);
}

static rc_t tell_to(const struct teller *t)
{
    return tell_when(t, t->step->to);
}

static rc_t tell_n(const struct teller *t)
{
    return bytebuf_fmt(t->out, "%" PRId64, t->step->n);
}

static rc_t tell_m(const struct teller *t)
{
    return bytebuf_fmt(t->out, "%" PRId64, t->step->m);
}

/* Hundredths as a decimal number. */
static rc_t tell_hundredths(const struct teller *t, int64_t value, const char *unit)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    return bytebuf_fmt(t->out, "%s%" PRIu64 ".%02d%s", value < 0 ? "-" : "", size / 100,
                       (int)(size % 100), unit);
}

static rc_t tell_yuan_n(const struct teller *t)
{
    return tell_hundredths(t, t->step->n, "");
}

static rc_t tell_yuan_m(const struct teller *t)
{
    return tell_hundredths(t, t->step->m, "");
}

static rc_t tell_percent(const struct teller *t)
{
    return tell_hundredths(t, t->step->n, "%");
}

/* Seconds as hours or minutes when they are whole. */
static rc_t tell_time(const struct teller *t)
{
    static const struct {
        int64_t seconds;
        const char *zh, *en;
    } UNITS[] = { { 3600, "小时", " h" }, { 60, "分钟", " min" }, { 1, "秒", " s" } };
    size_t i = 0;
    while (t->step->n % UNITS[i].seconds != 0)
        i++;
    return bytebuf_fmt(t->out, "%" PRId64 "%s", t->step->n / UNITS[i].seconds,
                       tr(t->lang, UNITS[i].zh, UNITS[i].en));
}

static const struct {
    const char *field;
    rc_t (*tell)(const struct teller *t);
} FIELDS[] = {
    { "{ref}", tell_ref },       { "{name}", tell_name },     { "{from}", tell_from },
    { "{to}", tell_to },         { "{n}", tell_n },           { "{m}", tell_m },
    { "{yuan:n}", tell_yuan_n }, { "{yuan:m}", tell_yuan_m }, { "{percent:n}", tell_percent },
    { "{time:n}", tell_time },
};

/* Write what stands at *at_p, a field or one byte, and move past it. The table of words holds no
 * other fields. */
static rc_t tell_next(const struct teller *t, const char **at_p)
{
    size_t i = 0;
    if (**at_p != '{')
        return bytebuf_add(t->out, (*at_p)++, 1);
    while (strncmp(*at_p, FIELDS[i].field, strlen(FIELDS[i].field)) != 0)
        i++;
    *at_p += strlen(FIELDS[i].field);
    return FIELDS[i].tell(t);
}

rc_t proof_sentence(const proof_t *self, size_t index, enum lang lang, struct bytebuf *out)
{
    struct teller t = { self, &self->steps[index], lang, out };
    const struct proof_words *words = proof_words(t.step->why);
    const char *at = tr(lang, words->zh, words->en);
    rc_t rc = RC_OK;
    while (*at && rc == RC_OK)
        rc = tell_next(&t, &at);
    return rc;
}

rc_t proof_text(const proof_t *self, enum lang lang, struct bytebuf *out)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < proof_size(self) && rc == RC_OK; i++) {
        rc = bytebuf_fmt(out, "%zu. ", i + 1);
        if (rc == RC_OK)
            rc = proof_sentence(self, i, lang, out);
        if (rc == RC_OK)
            rc = bytebuf_text(out, "\n");
    }
    return rc;
}
