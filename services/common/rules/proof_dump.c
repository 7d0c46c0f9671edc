/* The same bytes that dumping proof_json gives, without building the tree: a proof may have a step
 * for every day, and `mlps eval` writes them by the thousand a second. The two are held equal by
 * test. */
#include "proof.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "proof_words.h"

enum { INT64_TEXT = 20 }; /* digits of the largest number and a sign */

/* A character that JSON wants escaped: by its letter where it has one. Upper-case hex, as the
 * library's dump has it: the two are compared byte by byte. */
static rc_t put_escape(struct bytebuf *out, char c)
{
    static const char CHARS[] = "\"\\\b\f\n\r\t";
    static const char LETTERS[] = "\"\\bfnrt";
    const char *found = strchr(CHARS, c);
    return found ? bytebuf_fmt(out, "\\%c", LETTERS[found - CHARS])
                 : bytebuf_fmt(out, "\\u%04X", (unsigned)(unsigned char)c);
}

/* Other characters stand as they are, being valid UTF-8 already. */
static rc_t put_quoted(struct bytebuf *out, const char *text)
{
    rc_t rc = bytebuf_add(out, "\"", 1);
    while (rc == RC_OK && *text) {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= ' ' && text[plain] != '"' && text[plain] != '\\')
            plain++;
        rc = bytebuf_add(out, text, plain);
        text += plain;
        if (rc == RC_OK && *text)
            rc = put_escape(out, *text++);
    }
    return rc == RC_OK ? bytebuf_add(out, "\"", 1) : rc;
}

/* ,"key": where `lead` is "," or "{". Keys need no escapes. */
static rc_t put_key(struct bytebuf *out, const char *lead, const char *key)
{
    rc_t rc = bytebuf_add(out, lead, 1);
    if (rc == RC_OK)
        rc = bytebuf_add(out, "\"", 1);
    if (rc == RC_OK)
        rc = bytebuf_text(out, key);
    return rc == RC_OK ? bytebuf_add(out, "\":", 2) : rc;
}

/* Key and value in one, since each text field of a step is written this way. */
static rc_t put_text(struct bytebuf *out, const char *lead, const char *key, const char *text)
{
    rc_t rc = put_key(out, lead, key);
    return rc == RC_OK ? put_quoted(out, text) : rc;
}

/* Only called for steps that have a time; a day is told without zone, an instant in the proof's
 * own. */
static rc_t put_when(struct bytebuf *out, const char *key, const struct proof_step *step,
                     int64_t at, int zone_minutes)
{
    char text[INSTANT_TEXT];
    if (step->when == WHEN_DAY)
        civil_format_date((int32_t)at, text);
    else
        civil_format_instant(at, zone_minutes, text);
    return put_text(out, ",", key, text);
}

/* 0 says nothing and is left out. Written by hand, since this is the hottest line of a bulk run;
 * the unsigned detour lets INT64_MIN pass. */
static rc_t put_number(struct bytebuf *out, const char *key, int64_t value)
{
    char digits[INT64_TEXT];
    char *at = digits + sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value == 0)
        return RC_OK;
    for (; rest > 0; rest /= 10)
        *--at = (char)('0' + rest % 10);
    if (value < 0)
        *--at = '-';
    rc_t rc = put_key(out, ",", key);
    return rc == RC_OK ? bytebuf_add(out, at, (size_t)(digits + sizeof(digits) - at)) : rc;
}

/* Keys in the order of proof_json. */
static rc_t put_step(struct bytebuf *out, const struct proof_step *step, int zone_minutes)
{
    const struct proof_words *words = proof_words(step->why);
    rc_t rc = put_text(out, "{", "step", words->step);
    if (rc == RC_OK)
        rc = put_text(out, ",", "why", words->why);
    if (rc == RC_OK && step->source != FROM_NOTHING)
        rc = put_text(out, ",", proof_source_key(step->source), step->ref);
    if (rc == RC_OK && step->when != WHEN_NONE)
        rc = put_when(out, "from", step, step->from, zone_minutes);
    if (rc == RC_OK && step->when != WHEN_NONE && step->has_to)
        rc = put_when(out, "to", step, step->to, zone_minutes);
    if (rc == RC_OK && step->name[0])
        rc = put_text(out, ",", "name", step->name);
    if (rc == RC_OK)
        rc = put_number(out, "n", step->n);
    if (rc == RC_OK)
        rc = put_number(out, "m", step->m);
    return rc == RC_OK ? bytebuf_add(out, "}", 1) : rc;
}

/* What was written stays when the buffer is full: the caller drops the whole line then. */
rc_t proof_dump(const proof_t *self, struct bytebuf *out)
{
    rc_t rc = bytebuf_add(out, "[", 1);
    for (size_t i = 0; rc == RC_OK && i < proof_size(self); i++) {
        if (i > 0)
            rc = bytebuf_add(out, ",", 1);
        if (rc == RC_OK)
            rc = put_step(out, proof_step_at(self, i), proof_zone(self));
    }
    return rc == RC_OK ? bytebuf_add(out, "]", 1) : rc;
}
