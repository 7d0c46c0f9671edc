/* Arguments of statements: everything travels as text, and the statement casts it. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bytebuf.h"
#include "ceilings.h"
#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "pg_query.h"

/* The text slots need no zeros: `count` says how many are set. What is owned must be NULL for
 * fini. */
void pg_args_init(struct pg_args *self)
{
    self->count = 0;
    memset(self->owned, 0, sizeof(self->owned));
}

/* Arguments that were never sent are freed too; afterwards the list may be filled again. */
void pg_args_fini(struct pg_args *self)
{
    for (int i = 0; i < self->count; i++)
        mem_free(self->owned[i]);
    pg_args_init(self);
}

/* Borrowed until the statement has run. More arguments than a statement may have is a mistake of
 * ours, never of input. */
void pg_arg_text(struct pg_args *self, const char *text)
{
    assert(self->count < PG_ARGS_MAX);
    self->values[self->count++] = text;
}

/* A typed null needs nothing more: each statement casts its parameters. */
void pg_arg_null(struct pg_args *self)
{
    pg_arg_text(self, NULL);
}

void pg_arg_i64(struct pg_args *self, int64_t value)
{
    assert(self->count < PG_ARGS_MAX);
    char *out = self->scratch[self->count];
    snprintf(out, PG_ARG_SCRATCH, "%" PRId64, value);
    pg_arg_text(self, out);
}

/* The database numbers rows from 1, so 0 is free to mean none. */
void pg_arg_id(struct pg_args *self, int64_t id)
{
    if (id)
        pg_arg_i64(self, id);
    else
        pg_arg_null(self);
}

/* As PostgreSQL writes it; parameters travel as text. */
void pg_arg_bool(struct pg_args *self, bool value)
{
    pg_arg_text(self, value ? "true" : "false");
}

/* INT32_MIN is "no day" everywhere in the program and null in the database. */
void pg_arg_day(struct pg_args *self, int32_t day)
{
    assert(self->count < PG_ARGS_MAX);
    pg_arg_text(self, day == INT32_MIN ? NULL : civil_format_date(day, self->scratch[self->count]));
}

/* With the microseconds, which civil_format_instant leaves out; `out` has PG_ARG_SCRATCH bytes. */
static const char *format_instant(int64_t us, char *out)
{
    char seconds[INSTANT_TEXT];
    int64_t fraction = us % US_PER_SECOND;
    fraction += fraction < 0 ? US_PER_SECOND : 0;
    civil_format_instant(us, 0, seconds);
    snprintf(out, PG_ARG_SCRATCH, "%.19s.%06dZ", seconds, (int)fraction);
    return out;
}

/* INT64_MIN is "no instant"; written in UTC with all six places, so no microsecond is lost. */
void pg_arg_instant(struct pg_args *self, int64_t us)
{
    assert(self->count < PG_ARGS_MAX);
    pg_arg_text(self, us == INT64_MIN ? NULL : format_instant(us, self->scratch[self->count]));
}

/* Takes over a text that was made for this argument; freed with the arguments, which every run
 * of a statement does. */
static void add_owned(struct pg_args *self, char *text)
{
    assert(self->count < PG_ARGS_MAX);
    self->owned[self->count] = text;
    pg_arg_text(self, text);
}

/* NULL is null of SQL and not the JSON null, which a column of facts may well hold. */
void pg_arg_json(struct pg_args *self, const json_t *json)
{
    if (json)
        add_owned(self, jsonx_text(json));
    else
        pg_arg_null(self);
}

/* Arrays are made of our own values, never of unbounded input: too long a one is a programmer's
 * error. */
static void put(struct bytebuf *buf, const char *text)
{
    rc_t rc = bytebuf_text(buf, text);
    assert(rc == RC_OK);
    (void)rc;
}

/* Closes the literal and hands the memory over; after it `buf` must not be used. */
static void add_array(struct pg_args *self, struct bytebuf *buf)
{
    put(buf, "}");
    add_owned(self, buf->data); /* the buffer's memory moves to the arguments */
}

/* As an array literal: one parameter however many ids, so that one prepared statement serves every
 * number of them. */
void pg_arg_i64s(struct pg_args *self, const int64_t *values, size_t count)
{
    struct bytebuf buf;
    char number[PG_ARG_SCRATCH];
    bytebuf_init(&buf, MAX_REQUEST_BYTES);
    put(&buf, "{");
    for (size_t i = 0; i < count; i++) {
        snprintf(number, sizeof(number), "%s%" PRId64, i ? "," : "", values[i]);
        put(&buf, number);
    }
    add_array(self, &buf);
}

/* Times never hold a comma or a quote, so they stand in the array unquoted. */
void pg_arg_instants(struct pg_args *self, const int64_t *us, size_t count)
{
    struct bytebuf buf;
    char instant[PG_ARG_SCRATCH];
    bytebuf_init(&buf, MAX_REQUEST_BYTES);
    put(&buf, "{");
    for (size_t i = 0; i < count; i++) {
        put(&buf, i ? "," : "");
        put(&buf, format_instant(us[i], instant));
    }
    add_array(self, &buf);
}

/* By the rules of array literals, where only the quote and the backslash need one. */
static void put_quoted(struct bytebuf *buf, const char *text)
{
    char one[3] = { '\\', '\0', '\0' };
    put(buf, "\"");
    for (; *text; text++) {
        one[1] = *text;
        put(buf, *text == '"' || *text == '\\' ? one : one + 1);
    }
    put(buf, "\"");
}

/* NULL members become null; every other text is quoted, so that the word "null" stays a word. */
void pg_arg_texts(struct pg_args *self, const char *const *texts, size_t count)
{
    struct bytebuf buf;
    bytebuf_init(&buf, MAX_REQUEST_BYTES);
    put(&buf, "{");
    for (size_t i = 0; i < count; i++) {
        put(&buf, i ? "," : "");
        if (texts[i])
            put_quoted(&buf, texts[i]);
        else
            put(&buf, "null");
    }
    add_array(self, &buf);
}
