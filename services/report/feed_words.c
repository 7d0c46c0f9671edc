/* What states mean for a calendar, and the sentences made of their words. */
#include "feed_words.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "code_words.h"
#include "proof.h"
#include "state_words.h"
#include "textw.h"

/* clang-format off */
/* The same words as the tables' constraints, which a test compares. A paused deadline has no day until it goes on, so
 * programs are told to take it away; a suspended phase has begun and stays to be seen; the days of one that is planned
 * are a forecast. What goes its way says nothing. */
static const struct feed_state DEADLINE_STATES[] = {
    { "open",     FEED_CONFIRMED, true,  NULL },
    { "paused",   FEED_CANCELLED, false, "paused" },
    { "breached", FEED_CONFIRMED, true,  "breached" },
    { "met",      FEED_CONFIRMED, false, "met" },
    { "late",     FEED_CONFIRMED, false, "late" },
    { "void",     FEED_CANCELLED, false, "void" },
    { 0 },
};
static const struct feed_state PHASE_STATES[] = {
    { "planned",   FEED_TENTATIVE, true,  "forecast" },
    { "active",    FEED_CONFIRMED, true,  NULL },
    { "submitted", FEED_CONFIRMED, false, "submitted" },
    { "returned",  FEED_CONFIRMED, true,  "returned" },
    { "suspended", FEED_TENTATIVE, false, "suspended" },
    { "done",      FEED_CONFIRMED, false, "done" },
    { "skipped",   FEED_CANCELLED, false, "skipped" },
    { 0 },
};
static const struct feed_state TASK_STATES[] = {
    { "planned", FEED_CONFIRMED, true,  NULL },
    { "done",    FEED_CONFIRMED, false, "done" },
    { "missed",  FEED_CONFIRMED, false, "missed" },
    { "skipped", FEED_CANCELLED, false, "skipped" },
    { 0 },
};
static const struct feed_state PERIOD_STATES[] = { { 0 } };

/* Also what a word that no table has stands for. */
static const struct feed_state PLAIN = { "", FEED_CONFIRMED, false, NULL };

static const struct {
    const struct feed_state *states;
    const char *word, *zh, *en;
} KINDS[FEED_KIND__COUNT] = {
    [FEED_DEADLINE] = { DEADLINE_STATES, "deadline", "截止",     "Due" },
    [FEED_PHASE]    = { PHASE_STATES,    "phase",    "阶段",     "Phase" },
    [FEED_TASK]     = { TASK_STATES,     "task",     "任务",     "Task" },
    [FEED_PERIOD]   = { PERIOD_STATES,   "period",   "特殊时期", "Special period" },
};
/* clang-format on */

const struct feed_state *feed_states(enum feed_kind kind)
{
    return KINDS[kind].states;
}

/* Linear: at most seven rows. */
const struct feed_state *feed_state_of(const struct feed_event *event)
{
    for (const struct feed_state *at = KINDS[event->kind].states; at->word; at++)
        if (strcmp(at->word, event->state) == 0)
            return at;
    return &PLAIN;
}

enum feed_status feed_status_of(const struct feed_event *event)
{
    enum feed_status status = feed_state_of(event)->status;
    return status == FEED_CONFIRMED && event->provisional ? FEED_TENTATIVE : status;
}

const char *feed_kind_name(enum feed_kind kind, enum lang lang)
{
    return tr(lang, KINDS[kind].zh, KINDS[kind].en);
}

const char *feed_kind_word(enum feed_kind kind)
{
    return KINDS[kind].word;
}

/* The system first, for on a month's page only the first words are seen. */
rc_t feed_summary(const struct feed_event *event, enum lang lang, struct bytebuf *out)
{
    const struct feed_state *state = feed_state_of(event);
    rc_t rc =
        bytebuf_fmt(out, "%s%s%s%s%s", feed_kind_name(event->kind, lang), tr(lang, "：", ": "),
                    text_or(event->system, ""), event->system ? " " : "", event->title);
    if (rc == RC_OK && state->said)
        rc = bytebuf_fmt(out, tr(lang, "（%s）", " (%s)"), code_word(state->said, lang));
    return rc;
}

rc_t feed_name(const struct feed_head *head, struct bytebuf *out)
{
    return bytebuf_fmt(out, "%s%s%s", head->title, head->owner ? " · " : "",
                       text_or(head->owner, ""));
}

/* ---- the text behind an event ---- */

/* A line "label: value"; nothing for a value that is not there. */
static rc_t add_line(struct bytebuf *out, enum lang lang, const char *label, const char *value)
{
    return value ? bytebuf_fmt(out, "%s%s%s\n", label, tr(lang, "：", ": "), value) : RC_OK;
}

/* "2026-06-15", "2026-06-01 – 2026-06-15" or, of a limit of hours, the minute it ends in. */
static const char *time_text(const struct feed_head *head, const struct feed_event *event,
                             char out[INSTANT_TEXT])
{
    char from[DATE_TEXT];
    char to[DATE_TEXT];
    civil_format_date(event->from, from);
    civil_format_date(event->to, to);
    if (event->at != INT64_MIN) {
        civil_format_instant(event->at, head->zone_minutes, out);
        out[10] = ' ';
        out[16] = '\0';
    } else if (event->from == event->to) {
        snprintf(out, INSTANT_TEXT, "%s", to);
    } else {
        snprintf(out, INSTANT_TEXT, "%s – %s", from, to);
    }
    return out;
}

static const char *party_name(const char *party, enum lang lang)
{
    const struct word *word = party ? word_find(WORDS_PARTY, party, strlen(party)) : NULL;
    return word ? word_text(word, lang) : party;
}

/* From the stored proof, so that the text says what the ruling said. One that an older version
 * wrote in another form is passed over: the day is right without it. */
static rc_t add_proof(const struct feed_head *head, const struct feed_event *event,
                      struct bytebuf *out)
{
    struct problem ignored = { .rc = RC_OK };
    proof_t *proof = NULL;
    if (json_array_size(event->proof) == 0 ||
        proof_read(event->proof, head->zone_minutes, &proof, &ignored) != RC_OK)
        return RC_OK;
    rc_t rc = bytebuf_text(out, tr(head->lang, "依据：\n", "Why:\n"));
    if (rc == RC_OK)
        rc = proof_summary(proof, FEED_STEPS_MAX, head->lang, out);
    proof_destroy(&proof);
    return rc;
}

/* Lines without a value are left out, so that no kind of event needs a form of its own. */
rc_t feed_about(const struct feed_head *head, const struct feed_event *event, struct bytebuf *out)
{
    char when[INSTANT_TEXT];
    enum lang lang = head->lang;
    const char *unsure = tr(lang, "该年日历尚未公布，日期可能变动",
                            "the calendar of that year is not published yet: the day may move");
    const struct {
        const char *label, *value;
    } lines[] = {
        { tr(lang, "合同", "Contract"), head->title },
        { tr(lang, "系统", "System"), event->system },
        { tr(lang, "团队", "Team"), event->team },
        { tr(lang, "条款", "Clause"), event->clause },
        { tr(lang, "责任方", "Owed by"), party_name(event->party, lang) },
        { tr(lang, "负责人", "Whose"), event->person },
        { tr(lang, "时间", "When"), time_text(head, event, when) },
        { tr(lang, "暂定", "Provisional"), event->provisional ? unsure : NULL },
        { tr(lang, "说明", "Note"), event->note },
    };
    rc_t rc = RC_OK;
    for (size_t i = 0; i < COUNT_OF(lines) && rc == RC_OK; i++)
        rc = add_line(out, lang, lines[i].label, lines[i].value);
    return rc == RC_OK ? add_proof(head, event, out) : rc;
}
