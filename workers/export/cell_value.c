/* One reader per type of column, in a table. Sources give texts in one form each (fen, basis
 * points, ISO days), whatever the language; what does not have that form is a fault of the
 * statement and fails the export instead of standing wrong in a cell. */
#include "cell_value.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "attr.h"
#include "civil.h"
#include "jsonx.h"
#include "parse.h"
#include "proof.h"

#define EXACT_MAX (INT64_C(1) << 53) /* beyond it a double skips whole numbers */

enum {
    EXCEL_EPOCH = 25569,      /* Excel's number of 1970-01-01 */
    EXCEL_FIRST_DAY = -25508, /* 1900-03-01: before it Excel counts a day that never was */
    SENTENCES_MAX = 1 << 20,  /* bytes of one cell's sentences; the cell is cut long before */
    SECONDS_PER_DAY = 86400,
};

/* The scratch buffer grows on its first use. */
void cell_reader_init(struct cell_reader *self, enum lang lang, int zone_minutes)
{
    *self = (struct cell_reader){ .lang = lang, .zone_minutes = zone_minutes };
    bytebuf_init(&self->scratch, SENTENCES_MAX);
}

/* What the last cell_read returned ends with it. */
void cell_reader_fini(struct cell_reader *self)
{
    bytebuf_fini(&self->scratch);
}

/* One type: whether the text is right, *ret filled in. */
typedef bool read_fn(struct cell_reader *self, const struct column *column, const char *text,
                     struct cell_value *ret);

/* Also identifiers: "0012" stays what it is. */
static bool read_text(struct cell_reader *self, const struct column *column, const char *text,
                      struct cell_value *ret)
{
    (void)self, (void)column;
    ret->kind = CELL_TEXT;
    ret->text = text;
    return true;
}

/* The whole number is kept beside the double: sums are added up exactly and divided once. */
static bool read_scaled(const char *text, double unit, struct cell_value *ret)
{
    ret->kind = CELL_NUMBER;
    ret->shown = text;
    if (!parse_i64(text, &ret->exact) || ret->exact > EXACT_MAX || ret->exact < -EXACT_MAX)
        return false;
    ret->number = (double)ret->exact / unit;
    return true;
}

/* A number of days over in a COLUMN_LATE column is late when there is one. */
static bool read_whole(struct cell_reader *self, const struct column *column, const char *text,
                       struct cell_value *ret)
{
    (void)self;
    if (!read_scaled(text, 1.0, ret))
        return false;
    if ((column->flags & COLUMN_LATE) && ret->exact > 0)
        ret->tone = TONE_LATE;
    return true;
}

/* Money and scores: hundredths. */
static bool read_hundredths(struct cell_reader *self, const struct column *column, const char *text,
                            struct cell_value *ret)
{
    (void)self, (void)column;
    return read_scaled(text, 100.0, ret);
}

/* A share of 10,000 basis points is 1.0: Excel's percent format multiplies by a hundred. */
static bool read_basis_points(struct cell_reader *self, const struct column *column,
                              const char *text, struct cell_value *ret)
{
    (void)self, (void)column;
    return read_scaled(text, 10000.0, ret);
}

/* A day as Excel's number, the fraction its time of day; text where Excel has none. `exact` is our
 * day and not Excel's: no column of days has a sum. */
static bool set_day(const char *text, int32_t day, double fraction, struct cell_value *ret)
{
    ret->kind = day >= EXCEL_FIRST_DAY ? CELL_NUMBER : CELL_TEXT;
    ret->text = ret->shown = text;
    ret->exact = day;
    ret->number = (double)(day + EXCEL_EPOCH) + fraction;
    return true;
}

/* A day is a number in Excel, so that filters and pivots know it. */
static bool read_date(struct cell_reader *self, const struct column *column, const char *text,
                      struct cell_value *ret)
{
    int32_t day;
    (void)self, (void)column;
    return civil_parse_date(text, &day) && set_day(text, day, 0.0, ret);
}

/* "YYYY-MM-DD HH:MM:SS" already in the contract's zone: read as if it were UTC, so nothing moves.
 */
static bool read_instant(struct cell_reader *self, const struct column *column, const char *text,
                         struct cell_value *ret)
{
    char rfc[INSTANT_TEXT];
    int64_t us;
    (void)self, (void)column;
    if (strlen(text) != 19 || text[10] != ' ')
        return false;
    snprintf(rfc, sizeof(rfc), "%.10sT%sZ", text, text + 11);
    if (!civil_parse_instant(rfc, &us))
        return false;
    int32_t day = civil_day_of(us, 0);
    int64_t seconds = (us - civil_day_start(day, 0)) / US_PER_SECOND;
    return set_day(text, day, (double)seconds / SECONDS_PER_DAY, ret);
}

/* "t" and "f" are PostgreSQL's own; yes is what a reader should notice. */
static bool read_bool(struct cell_reader *self, const struct column *column, const char *text,
                      struct cell_value *ret)
{
    (void)column;
    ret->kind = CELL_TEXT;
    ret->tone = text[0] == 't' ? TONE_WARN : TONE_MUTED;
    ret->text = text[0] == 't' ? tr(self->lang, "是", "yes") : tr(self->lang, "否", "no");
    return strcmp(text, "t") == 0 || strcmp(text, "f") == 0;
}

/* "late:3" is a word and the days that belong to it. */
static bool read_word(struct cell_reader *self, const struct column *column, const char *text,
                      struct cell_value *ret)
{
    size_t len = strcspn(text, ":");
    const struct word *word = word_find(column->words, text, len);
    ret->kind = CELL_TEXT;
    ret->text = text; /* a word that only a pack knows is shown as it is */
    if (!word)
        return true;
    ret->tone = word->tone;
    bytebuf_reset(&self->scratch);
    if (word_say(word, text[len] ? text + len + 1 : NULL, self->lang, &self->scratch) != RC_OK)
        return false;
    ret->text = bytebuf_str(&self->scratch);
    return true;
}

/* Sentences of a stored proof, one a line; what the stored text does not explain is no reason to
 * fail the workbook, so an unreadable proof is shown as it is stored. */
static bool write_sentences(struct cell_reader *self, const json_t *steps)
{
    struct problem ignored = { .rc = RC_OK };
    proof_t *proof;
    if (proof_read(steps, self->zone_minutes, &proof, &ignored) != RC_OK)
        return false;
    rc_t rc = RC_OK;
    bytebuf_reset(&self->scratch);
    for (size_t i = 0; i < proof_size(proof) && rc == RC_OK; i++) {
        if (i)
            rc = bytebuf_text(&self->scratch, "\n");
        if (rc == RC_OK)
            rc = proof_sentence(proof, i, self->lang, &self->scratch);
    }
    proof_destroy(&proof);
    return rc == RC_OK;
}

/* Takes `steps`. A proof that cannot be read is shown as it is stored: the workbook of a dispute
 * must not lack a row. */
static bool read_steps(struct cell_reader *self, json_t *steps, const char *text,
                       struct cell_value *ret)
{
    ret->kind = CELL_TEXT;
    ret->text = steps && write_sentences(self, steps) ? bytebuf_str(&self->scratch) : text;
    json_decref(steps);
    return true;
}

/* One step is a list of one. */
static bool read_step(struct cell_reader *self, const struct column *column, const char *text,
                      struct cell_value *ret)
{
    struct problem ignored = { .rc = RC_OK };
    json_t *step, *steps = NULL;
    (void)column;
    if (jsonx_parse_object(text, strlen(text), &step, &ignored) == RC_OK) {
        steps = json_array();
        json_array_append_new(steps, step);
    }
    return read_steps(self, steps, text, ret);
}

/* Our reader takes objects only, so the list is put into one. */
static bool read_proof(struct cell_reader *self, const struct column *column, const char *text,
                       struct cell_value *ret)
{
    struct problem ignored = { .rc = RC_OK };
    struct bytebuf object;
    json_t *parsed = NULL, *steps = NULL;
    (void)column;
    bytebuf_init(&object, SENTENCES_MAX);
    if (bytebuf_fmt(&object, "{\"steps\":%s}", text) == RC_OK &&
        jsonx_parse_object(object.data, object.len, &parsed, &ignored) == RC_OK)
        steps = json_incref(json_object_get(parsed, "steps"));
    json_decref(parsed);
    bytebuf_fini(&object);
    return read_steps(self, steps, text, ret);
}

/* By enum column_type. `expected` stands in the reason of the export that fails. */
static const struct {
    read_fn *read;
    const char *expected;
} TYPES[COL__COUNT] = {
    [COL_TEXT] = { read_text, "text" },
    [COL_ID] = { read_text, "text" },
    [COL_SERIAL] = { read_whole, "a whole number" },
    [COL_INT] = { read_whole, "a whole number" },
    [COL_MONEY] = { read_hundredths, "whole fen" },
    [COL_PERCENT] = { read_basis_points, "whole basis points" },
    [COL_SCORE] = { read_hundredths, "whole hundredths" },
    [COL_DATE] = { read_date, "YYYY-MM-DD" },
    [COL_INSTANT] = { read_instant, "YYYY-MM-DD HH:MM:SS" },
    [COL_BOOL] = { read_bool, "t or f" },
    [COL_WORD] = { read_word, "a word and a number" },
    [COL_STEP] = { read_step, "a step of a proof" },
    [COL_PROOF] = { read_proof, "a proof" },
};

/* Empty is empty in every type: a statement gives null where there is nothing to say. */
rc_t cell_read(struct cell_reader *self, const struct column *column, const char *text,
               struct cell_value *ret_value, struct problem *problem)
{
    *ret_value = (struct cell_value){ .kind = CELL_EMPTY, .tone = TONE_NORMAL };
    if (!text || !*text)
        return RC_OK;
    if (TYPES[column->type].read(self, column, text, ret_value))
        return RC_OK;
    return problem_set(problem, RC_INTERNAL, column->key,
                       "could not write column \"%s\": expected %s, found \"%.60s\"", column->key,
                       TYPES[column->type].expected, text);
}
