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

/* A NULL proof means "off" to every function below; this one is therefore never NULL. */
proof_t *proof_new(int zone_minutes)
{
    proof_t *self = mem_new(sizeof(*self));
    self->zone_minutes = zone_minutes;
    return self;
}

/* Steps hold their texts inside, so the array is all there is to free. */
void proof_destroy(proof_t **self_p)
{
    if (!*self_p)
        return;
    mem_free((*self_p)->steps);
    mem_free(*self_p);
    *self_p = NULL;
}

/* The ceiling bounds a term of many years told day by day; the mark `cut` keeps a shortened proof
 * from passing for a whole one. */
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

/* NULL counts as empty, so loops over a proof need no test of their own. */
size_t proof_size(const proof_t *self)
{
    return self ? self->count : 0;
}

/* No bounds check: the index comes from a loop up to proof_size. */
const struct proof_step *proof_step_at(const proof_t *self, size_t index)
{
    return &self->steps[index];
}

/* Walks over days ask this to stop early, since nothing they say would be kept. */
bool proof_is_cut(const proof_t *self)
{
    return self && self->cut;
}

/* Minutes east of UTC, the pack's own; only the writing of instants needs it. */
int proof_zone(const proof_t *self)
{
    return self ? self->zone_minutes : 0;
}

/* Step by step through proof_add, so that the ceiling holds for the sum as well. */
void proof_append(proof_t *self, const proof_t *other)
{
    for (size_t i = 0; i < proof_size(other); i++)
        proof_add(self, &other->steps[i]);
}

/* Cut at a character when it does not fit. `size` counts the final NUL. A cut text is trimmed back
 * to its last whole character, so that it stays UTF-8. */
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

/* Texts of any length are safe here; they are cut between characters and never inside of one. */
void proof_add_named(proof_t *self, const struct proof_step *step, const char *ref,
                     const char *name)
{
    struct proof_step named = *step;
    copy_text(named.ref, sizeof(named.ref), ref);
    copy_text(named.name, sizeof(named.name), name);
    proof_add(self, &named);
}

/* Opens a ruling: what follows, until the next clause, rests on it. */
void proof_clause(proof_t *self, const char *clause, const char *title)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_RULE, FROM_CLAUSE, clause);
    copy_text(step.name, sizeof(step.name), title);
    proof_add(self, &step);
}

/* Said wherever a reading decided, since each proof shows the readings it used. */
void proof_reading(proof_t *self, const char *reading, const char *value)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_READING, FROM_READING, reading);
    copy_text(step.name, sizeof(step.name), value);
    proof_add(self, &step);
}

/* The fact as the question gave it, so that a wrong entry can be found from the proof alone. */
void proof_fact_day(proof_t *self, const char *fact, int32_t day)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_FACT, FROM_FACT, fact);
    step.when = WHEN_DAY;
    step.from = day;
    proof_add(self, &step);
}

/* In UTC microseconds; the zone comes in only when it is shown. */
void proof_fact_instant(proof_t *self, const char *fact, int64_t us)
{
    if (!self)
        return;
    struct proof_step step = step_of(WHY_FACT, FROM_FACT, fact);
    step.when = WHEN_INSTANT;
    step.from = us;
    proof_add(self, &step);
}

/* A day that was reckoned and rests on no clause of its own. */
void proof_day(proof_t *self, enum proof_why why, int32_t day)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, FROM_NOTHING, NULL);
    step.when = WHEN_DAY;
    step.from = day;
    proof_add(self, &step);
}

/* Both ends are shown and `n` is told as the ruling counted it, which need not be their difference:
 * working days, or months. */
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

/* `name` fits when it is a word of ours; what a pack wrote may be longer and is cut at a
 * character. */
void proof_named(proof_t *self, enum proof_why why, const char *name)
{
    if (!self)
        return;
    struct proof_step step = step_of(why, FROM_NOTHING, NULL);
    snprintf(step.name, sizeof(step.name), "%s", name);
    text_trim_partial(step.name);
    proof_add(self, &step);
}

/* A money step carries fen, a share basis points and its base: the sentence of `why` knows
 * which. */
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

/* The source's id stands as it is: clause ids are for looking up and are not translated. */
static rc_t tell_ref(const struct teller *t)
{
    return bytebuf_text(t->out, t->step->ref);
}

/* Words of the pack or of the house, in the language the pack has them. */
static rc_t tell_name(const struct teller *t)
{
    return bytebuf_text(t->out, t->step->name);
}

/* As a date or an instant, by the step's `when`; nothing for a step without time. */
static rc_t tell_from(const struct teller *t)
{
    return tell_when(t, t->step->from);
}

/* Shown also where from and to are one day, so that a range always reads as one. */
static rc_t tell_to(const struct teller *t)
{
    return tell_when(t, t->step->to);
}

/* A plain number; units are words of the sentence. */
static rc_t tell_n(const struct teller *t)
{
    return bytebuf_fmt(t->out, "%" PRId64, t->step->n);
}

/* The second number of a sentence: a base, a threshold or a whole. */
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

/* Money is kept in fen and shown in yuan, with both decimals always. */
static rc_t tell_yuan_n(const struct teller *t)
{
    return tell_hundredths(t, t->step->n, "");
}

/* As for n: the base of a share. */
static rc_t tell_yuan_m(const struct teller *t)
{
    return tell_hundredths(t, t->step->m, "");
}

/* Basis points are hundredths of a per cent, so the same two decimals serve. */
static rc_t tell_percent(const struct teller *t)
{
    return tell_hundredths(t, t->step->n, "%");
}

/* Seconds as hours or minutes when they are whole. Ends at seconds at the latest, which divide
 * everything. */
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

/* The template's fields are found as it is written, so either language may have them in its own
 * order. */
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

/* Numbered from 1 for people; programs count steps from 0. */
static rc_t add_line(const proof_t *self, size_t index, size_t number, enum lang lang,
                     struct bytebuf *out)
{
    rc_t rc = bytebuf_fmt(out, "%zu. ", number);
    if (rc == RC_OK)
        rc = proof_sentence(self, index, lang, out);
    return rc == RC_OK ? bytebuf_text(out, "\n") : rc;
}

rc_t proof_text(const proof_t *self, enum lang lang, struct bytebuf *out)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < proof_size(self) && rc == RC_OK; i++)
        rc = add_line(self, i, i + 1, lang, out);
    return rc;
}

/* They stand together in the list of reasons. */
bool proof_is_single_day(enum proof_why why)
{
    return why >= WHY_DAY_COUNTED && why <= WHY_DAY_MAKEUP_RESTS;
}

rc_t proof_summary(const proof_t *self, size_t most, enum lang lang, struct bytebuf *out)
{
    size_t shown = 0;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < proof_size(self) && shown < most && rc == RC_OK; i++)
        if (!proof_is_single_day(self->steps[i].why))
            rc = add_line(self, i, ++shown, lang, out);
    return rc;
}
