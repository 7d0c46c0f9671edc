/* Sentences in order. What is said is decided by two tables (the kind of notice and how far the
 * matter is from its limit), so that a new kind is a new row and the order of lines stands in one
 * place.
 *
 * The text is made of what is true at the moment of sending: days left are counted from now, not
 * from the rule that planned it. The proof comes from the ledger, so a reminder explains the ruling
 * that stands and not what today's rules would say. */
#include "reminder_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "proof.h"
#include "reminder_words.h"
#include "textw.h"

enum {
    NAME_CHARS = 60, /* of a system or a matter in a title */
    SPAN_TEXT = 64,
    NUMBER_TEXT = 24,
    MEASURES_TEXT = 800, /* bytes of all measures together */
    MINUTES_PER_DAY = 1440,
};

/* How far from its limit the matter is at the moment of sending. */
enum standing { STANDING_LEFT, STANDING_TODAY, STANDING_OVER };

/* How near the matter is decides the subject and the line of the body that says so. A new kind of
 * notice is a row of three. */
static const struct {
    enum reminder_word subject, body;
} STANDINGS[NOTICE_KIND__COUNT][3] = {
    [NOTICE_DAY] = { [STANDING_LEFT] = { SUBJECT_LEFT, BODY_LEFT },
                     [STANDING_TODAY] = { SUBJECT_TODAY, BODY_TODAY },
                     [STANDING_OVER] = { SUBJECT_OVER, BODY_OVER } },
    [NOTICE_INSTANT] = /* "today" says too little */
    { [STANDING_LEFT] = { SUBJECT_CLOCK_LEFT, BODY_CLOCK_LEFT },
      [STANDING_TODAY] = { SUBJECT_CLOCK_LEFT, BODY_CLOCK_LEFT },
      [STANDING_OVER] = { SUBJECT_CLOCK_OVER, BODY_CLOCK_OVER } },
    [NOTICE_PENALTY] = /* stands as it is, however long it takes */
    { [STANDING_LEFT] = { SUBJECT_PENALTY, BODY_DEDUCT },
      [STANDING_TODAY] = { SUBJECT_PENALTY, BODY_DEDUCT },
      [STANDING_OVER] = { SUBJECT_PENALTY, BODY_DEDUCT } },
};

/* Which sentence tells the day that counts. */
static const enum reminder_word DAY_WORDS[NOTICE_KIND__COUNT] = {
    [NOTICE_DAY] = BODY_DUE_DAY,
    [NOTICE_INSTANT] = BODY_DUE_INSTANT,
    [NOTICE_PENALTY] = BODY_CASE_DAY,
};

/* Values of the blanks, worked out once. */
struct filling {
    enum lang lang;
    enum standing standing;
    char subject[4 * 2 * NAME_CHARS + 8]; /* system and matter, each cut */
    char days[NUMBER_TEXT], span[SPAN_TEXT], due[INSTANT_TEXT], planned[INSTANT_TEXT];
    char yuan[NUMBER_TEXT], measures[MEASURES_TEXT];
    struct bytebuf step;
};

/* Append at most `max` characters of `text`, with a mark where it was cut. A title that is cut by
 * the reader's program instead loses its end, which is where the date stands. */
static void append_cut(char *out, size_t size, const char *text, size_t max)
{
    const char *at = text;
    for (size_t n = 0; n < max && *at; n++)
        text_next(&at);
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%.*s%s", (int)(at - text), text, *at ? "…" : "");
}

/* "3 天 5 小时" of whole minutes, rounded up so that a running limit never reads zero. */
static void span_text(int64_t us, enum lang lang, char out[SPAN_TEXT])
{
    int64_t minutes = (us + 60 * US_PER_SECOND - 1) / (60 * US_PER_SECOND);
    int64_t parts[] = { minutes / MINUTES_PER_DAY, minutes % MINUTES_PER_DAY / 60, minutes % 60 };
    static const struct {
        const char *zh, *en;
    } UNITS[] = { { " 天 ", " d " }, { " 小时 ", " h " }, { " 分钟", " min" } };
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i] > 0 || (i + 1 == COUNT_OF(parts) && used == 0))
            used += (size_t)snprintf(out + used, SPAN_TEXT - used, "%" PRId64 "%s", parts[i],
                                     tr(lang, UNITS[i].zh, UNITS[i].en));
    }
    if (used > 0 && out[used - 1] == ' ')
        out[used - 1] = '\0';
}

/* "2026-06-15 09:00" in the contract's zone. */
static void instant_text(int64_t us, int zone_minutes, char out[INSTANT_TEXT])
{
    civil_format_instant(us, zone_minutes, out);
    out[10] = ' ';
    out[16] = '\0';
}

/* "12,345.60" would be cut apart by a mail reader's line break: no grouping. A later revision may
 * lower what was confirmed: the sign stands before the whole, "-0.50". */
static void yuan_text(int64_t fen, char out[NUMBER_TEXT])
{
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    snprintf(out, NUMBER_TEXT, "%s%" PRIu64 ".%02u", fen < 0 ? "-" : "", size / 100,
             (unsigned)(size % 100));
}

/* The measures that a row of the contract names, in its order; what does not fit is cut. */
static void measures_text(const json_t *measures, char out[MEASURES_TEXT])
{
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const char *measure = json_string_value(json_array_get(measures, i));
        if (i > 0)
            append_cut(out, MEASURES_TEXT, "、", 1);
        append_cut(out, MEASURES_TEXT, measure ? measure : "", NAME_CHARS);
    }
    text_trim_partial(out);
}

/* The standing is that of the moment of sending, not of the rule: a warning that comes late
 * must not say that days are left. */
static void filling_init(struct filling *self, const struct reminder_notice *notice, enum lang lang)
{
    int32_t today = civil_day_of(notice->now_us, notice->zone_minutes);
    int64_t left_us = notice->due_at - notice->now_us;
    int64_t days = (int64_t)notice->due_on - today;

    memset(self, 0, sizeof(*self));
    self->lang = lang;
    self->standing = left_us < 0 ? STANDING_OVER : days > 0 ? STANDING_LEFT : STANDING_TODAY;
    if (notice->system) {
        append_cut(self->subject, sizeof(self->subject), notice->system, NAME_CHARS);
        append_cut(self->subject, sizeof(self->subject), " ", 1);
    }
    append_cut(self->subject, sizeof(self->subject), notice->title, NAME_CHARS);
    snprintf(self->days, sizeof(self->days), "%" PRId64, days < 0 ? -days : days);
    span_text(left_us < 0 ? -left_us : left_us, lang, self->span);
    if (notice->kind == NOTICE_INSTANT)
        instant_text(notice->due_at, notice->zone_minutes, self->due);
    else
        civil_format_date(notice->due_on, self->due);
    instant_text(notice->plan_at, notice->zone_minutes, self->planned);
    yuan_text(notice->deduct_fen, self->yuan);
    measures_text(notice->measures, self->measures);
    bytebuf_init(&self->step, 4096);
}

/* One sentence with all blanks at hand; each takes those it names. */
static rc_t say(const struct filling *filling, const struct reminder_notice *notice,
                enum reminder_word word, struct bytebuf *out)
{
    const struct reminder_blank blanks[] = {
        { "subject", filling->subject },
        { "days", filling->days },
        { "span", filling->span },
        { "due", filling->due },
        { "planned", filling->planned },
        { "yuan", filling->yuan },
        { "measures", filling->measures },
        { "step", bytebuf_str(&filling->step) },
        { "person", notice->person },
        { "contract", notice->contract },
        { "system", notice->system ? notice->system : "" },
        { "title", notice->title },
        { "clause", notice->clause },
        { "rule", notice->rule },
        { NULL, NULL },
    };
    return reminder_word_fill(word, filling->lang, blanks, out);
}

/* The reasons that a person follows; the days one by one are on the deadline's page and in the
 * workbook. */
static rc_t say_steps(struct filling *filling, const struct reminder_notice *notice,
                      const proof_t *proof, struct bytebuf *out)
{
    int shown = 0;
    rc_t rc =
        say(filling, notice, notice->kind == NOTICE_PENALTY ? BODY_WHY_PENALTY : BODY_WHY, out);
    for (size_t i = 0; i < proof_size(proof) && shown < REMINDER_STEPS_MAX && rc == RC_OK; i++) {
        if (proof_is_single_day(proof_step_at(proof, i)->why))
            continue;
        bytebuf_reset(&filling->step);
        rc = proof_sentence(proof, i, filling->lang, &filling->step);
        if (rc == RC_OK)
            rc = say(filling, notice, BODY_STEP, out);
        shown++;
    }
    return rc;
}

/* From the stored proof, so that the text says what the ruling said, also when rules have
 * changed since. */
static rc_t say_why(struct filling *filling, const struct reminder_notice *notice,
                    struct bytebuf *out, struct problem *problem)
{
    if (json_array_size(notice->proof) == 0)
        return RC_OK;
    proof_t *proof;
    rc_t rc = proof_read(notice->proof, notice->zone_minutes, &proof, problem);
    if (rc != RC_OK)
        return rc;
    rc = say_steps(filling, notice, proof, out);
    proof_destroy(&proof);
    return rc;
}

/* The lines of the body in order; each stands or falls by what is known of the matter. */
static rc_t say_body(struct filling *filling, const struct reminder_notice *notice, bool late,
                     struct bytebuf *out, struct problem *problem)
{
    const struct {
        enum reminder_word word;
        bool wanted;
    } head[] = {
        { BODY_GREETING, true },
        { BODY_SYSTEM, notice->system != NULL },
        { BODY_MATTER, true },
        { DAY_WORDS[notice->kind], true },
        { BODY_PROVISIONAL, notice->provisional },
        { STANDINGS[notice->kind][filling->standing].body, true },
        { BODY_MEASURES, filling->measures[0] != '\0' },
    };
    rc_t rc = RC_OK;
    for (size_t i = 0; i < COUNT_OF(head) && rc == RC_OK; i++) {
        if (head[i].wanted)
            rc = say(filling, notice, head[i].word, out);
    }
    if (rc == RC_OK)
        rc = say_why(filling, notice, out, problem);
    if (rc == RC_OK && notice->kind == NOTICE_PENALTY)
        rc = say(filling, notice, BODY_RECEIPT, out);
    if (rc == RC_OK && late)
        rc = say(filling, notice, BODY_LATE, out);
    return rc == RC_OK ? say(filling, notice, BODY_AUTOMATIC, out) : rc;
}

/* Pure: the same notice gives the same text, whichever worker sends it, at whichever try. */
rc_t reminder_text_make(const struct reminder_notice *notice, enum lang lang,
                        struct reminder_text *ret_text, struct problem *problem)
{
    struct filling filling;
    filling_init(&filling, notice, lang);
    bytebuf_init(&ret_text->title, REMINDER_TITLE_CHARS * 4);
    bytebuf_init(&ret_text->body, REMINDER_BODY_CHARS * 4); /* names are bounded: see the test */
    int64_t meant = notice->held_us > notice->plan_at ? notice->held_us : notice->plan_at;
    ret_text->late = notice->now_us - meant > REMINDER_LATE_US;

    rc_t rc =
        say(&filling, notice, STANDINGS[notice->kind][filling.standing].subject, &ret_text->title);
    if (rc == RC_OK)
        rc = say_body(&filling, notice, ret_text->late, &ret_text->body, problem);
    bytebuf_fini(&filling.step);
    return rc == RC_TOO_LARGE
               ? problem_set(problem, rc, NULL,
                             "could not write the text of the reminder: longer than %d bytes",
                             REMINDER_BODY_CHARS * 4)
               : rc;
}

/* Safe after a failure: both buffers are made before the first sentence. */
void reminder_text_fini(struct reminder_text *self)
{
    bytebuf_fini(&self->title);
    bytebuf_fini(&self->body);
}
