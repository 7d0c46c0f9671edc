/* Each reader takes one YAML value and writes one C value, or refuses it at its place with what
 * was expected. `out` may be unaligned for the compiler's taste, so values are copied with
 * memcpy. */
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "bytebuf.h"
#include "ceilings.h"
#include "pack_schema.h"
#include "parse.h"
#include "textw.h"

enum { CODE_MAX = 64 };

static const int64_t MAX_COUNT = 1000000000;
static const int64_t MAX_YUAN_FEN = 100000000000000; /* a billion yuan a thousand times over */

/* The text of a scalar that is not empty, else NULL with the problem set. `want` is said in the
 * terms of the field, since "expected a scalar" tells an author nothing. */
static const char *scalar(struct pack_reader *reader, const struct yaml_node *node,
                          const char *want)
{
    if (node->kind == YAML_TEXT && node->text[0] != '\0')
        return node->text;
    (void)reader_refuse(reader, &node->at, "\"%s\" must be %s", node->key ? node->key : "value",
                        want);
    return NULL;
}

/* Name the key, what it must be and what it is. */
static rc_t refuse_value(struct pack_reader *reader, const struct yaml_node *node, const char *want)
{
    return reader_refuse(reader, &node->at, "\"%s\" must be %s, not \"%s\"",
                         node->key ? node->key : "value", want, node->text);
}

/* Length is counted in characters and not bytes, since that is what a form can tell its user. The
 * text is borrowed from the pack's arena. */
rc_t read_text(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_TEXT);
    const char *text = scalar(reader, node, "text");
    if (!text)
        return RC_INVALID;
    if (text_chars(text) > MAX_NAME_FIELD)
        return reader_refuse(reader, &node->at, "text is longer than %d characters",
                             MAX_NAME_FIELD);
    memcpy(out, &text, sizeof(text));
    return RC_OK;
}

/* Codes go into URLs, topics and file names. */
static bool is_code(const char *text)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = strspn(text, LETTERS);
    return len > 0 && len <= CODE_MAX && text[len] == '\0';
}

/* The text is written before it is checked; a refusal drops the whole pack, so nobody sees it. */
rc_t read_code(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_CODE);
    rc_t rc = read_text(reader, node, out);
    if (rc == RC_OK && !is_code(node->text))
        rc = reader_refuse(reader, &node->at, "\"%s\" must be lower-case letters, digits, - and _",
                           node->key);
    return rc;
}

/* A text alone is a list of one, as most clauses have it. An empty list is allowed: fields that
 * need a member check for it. */
rc_t read_texts(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_TEXTS);
    PACK_ROWS(const char *) list = { NULL, 1 };
    if (node->kind == YAML_MAP)
        return reader_refuse(reader, &node->at, "\"%s\" must be a list of texts", node->key);
    list.count = node->kind == YAML_LIST ? node->count : 1;
    const char **texts = arena_array(reader->memory.texts, list.count, sizeof(*texts));
    list.rows = texts;
    rc_t rc = node->kind == YAML_TEXT ? read_text(reader, node, texts) : RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_text(reader, n, texts++);
    if (rc == RC_OK)
        memcpy(out, &list, sizeof(list));
    return rc;
}

/* Quoted digits are a text by the author's will and refused. The ceiling keeps products of two
 * counts within 64 bits. */
rc_t read_count(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_COUNT);
    const char *want = "a whole number from 0";
    const char *text = scalar(reader, node, want);
    int64_t value;
    if (!text)
        return RC_INVALID;
    if (node->quoted || !parse_i64(text, &value) || value < 0 || value > MAX_COUNT)
        return refuse_value(reader, node, want);
    memcpy(out, &value, sizeof(value));
    return RC_OK;
}

/* A list only: a single number would read as one value where the plan of reminders has steps. */
rc_t read_counts(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_COUNTS);
    if (node->kind != YAML_LIST)
        return reader_refuse(reader, &node->at, "\"%s\" must be a list of numbers", node->key);
    int64_t *numbers = arena_array(reader->memory.texts, node->count, sizeof(*numbers));
    PACK_ROWS(int64_t) list = { numbers, node->count };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_count(reader, n, numbers++);
    if (rc == RC_OK)
        memcpy(out, &list, sizeof(list));
    return rc;
}

/* Only these two words: YAML's yes, no, on and off have cost too many people too much. */
rc_t read_bool(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_BOOL);
    const char *text = scalar(reader, node, "true or false");
    if (!text)
        return RC_INVALID;
    bool value = strcmp(text, "true") == 0;
    if (node->quoted || (!value && strcmp(text, "false") != 0))
        return refuse_value(reader, node, "true or false");
    memcpy(out, &value, sizeof(value));
    return RC_OK;
}

/* From here on all money is in fen; more than two decimals are refused and never rounded (K9). */
rc_t read_yuan(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_YUAN);
    const char *want = "an amount in yuan with at most two decimals";
    const char *text = scalar(reader, node, want);
    int64_t fen;
    if (!text)
        return RC_INVALID;
    if (!parse_scaled(text, 2, &fen) || fen < 0 || fen > MAX_YUAN_FEN)
        return refuse_value(reader, node, want);
    memcpy(out, &fen, sizeof(fen));
    return RC_OK;
}

/* A number before a final per cent sign, as hundredths. The number is cut from its sign into a
 * small buffer: 31 characters hold any number that can pass. */
static bool parse_percent(const char *text, int places, int64_t *ret_value)
{
    char number[32];
    size_t len = strlen(text);
    if (len < 2 || len >= sizeof(number) || text[len - 1] != '%')
        return false;
    memcpy(number, text, len - 1);
    number[len - 1] = '\0';
    return parse_scaled(number, places, ret_value);
}

/* The sign is needed, so that 0.7 and 70 cannot be confused; basis points hold two decimals
 * exactly. */
rc_t read_percent(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_PERCENT);
    const char *want = "a percentage such as 70%";
    const char *text = scalar(reader, node, want);
    int64_t bp;
    if (!text)
        return RC_INVALID;
    if (!parse_percent(text, 2, &bp) || bp < 0 || bp > 100 * 100)
        return refuse_value(reader, node, want);
    memcpy(out, &bp, sizeof(bp));
    return RC_OK;
}

/* A civil date without a zone: it is a day of the contract's own zone, and civil_parse_date bounds
 * it. */
rc_t read_date(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_DATE);
    const char *text = scalar(reader, node, "a date YYYY-MM-DD");
    int32_t day;
    if (!text)
        return RC_INVALID;
    if (!civil_parse_date(text, &day))
        return refuse_value(reader, node, "a date YYYY-MM-DD");
    memcpy(out, &day, sizeof(day));
    return RC_OK;
}

/* ---- durations ---- */

static const struct {
    const char *words;
    enum duration_unit unit;
    int64_t most;
} UNITS[] = {
    { "working days", UNIT_WORKING_DAYS, 3660 },
    { "working day", UNIT_WORKING_DAYS, 3660 },
    { "days", UNIT_DAYS, 36600 },
    { "day", UNIT_DAYS, 36600 },
    { "months", UNIT_MONTHS, 1200 },
    { "month", UNIT_MONTHS, 1200 },
    { "min", UNIT_MINUTES, 525600 },
    { "h", UNIT_HOURS, 8760 },
};

/* A whole number, a blank, a unit. Zero is refused: a term of no time is a mistake. Singular and
 * plural are separate words, so "1 days" passes: the amount and not the grammar is what counts. The
 * ceilings are there to refuse slips of the pen. */
static bool parse_duration(const char *text, struct duration *ret)
{
    char number[16];
    int64_t amount;
    const char *blank = strchr(text, ' ');
    size_t len = blank ? (size_t)(blank - text) : 0;
    if (len == 0 || len >= sizeof(number))
        return false;
    memcpy(number, text, len);
    number[len] = '\0';
    if (!parse_i64(number, &amount) || amount < 1)
        return false;
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        if (strcmp(UNITS[i].words, blank + 1) == 0 && amount <= UNITS[i].most) {
            ret->amount = (int32_t)amount;
            ret->unit = UNITS[i].unit;
            return true;
        }
    }
    return false;
}

/* A limit stated twice (within and under) would leave open which one counts. */
static rc_t read_duration(struct pack_reader *reader, const struct yaml_node *node, bool strict,
                          void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_DURATION);
    const char *want = "a time such as 10 working days, 30 days, 2 months, 30 min or 2 h";
    const char *text = scalar(reader, node, want);
    struct duration duration = { .strict = strict };
    struct duration before;
    if (!text)
        return RC_INVALID;
    if (!parse_duration(text, &duration))
        return refuse_value(reader, node, want);
    memcpy(&before, out, sizeof(before));
    if (before.amount != 0)
        return reader_refuse(reader, &node->key_at, "a limit is stated twice");
    memcpy(out, &duration, sizeof(duration));
    return RC_OK;
}

/* The stated number is included (C1, K7): what comes exactly at the limit is in time. */
rc_t read_within(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return read_duration(reader, node, false, out);
}

/* 小于 excludes the number (K8): the same duration, with the limit itself too late. */
rc_t read_under(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return read_duration(reader, node, true, out);
}

/* ---- comparisons and words ---- */

/* Operators are tried in the order of the enum and need a blank behind them, so ">" cannot swallow
 * the head of ">=". Numbers are exact, of 10^-6 (C4). */
rc_t read_comparison(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_COMPARISON);
    const char *want = "a comparison such as \">= 70%\" or \"== 0\"";
    const char *text = scalar(reader, node, want);
    struct comparison c = { .op = OP_EQ };
    if (!text)
        return RC_INVALID;
    for (int op = 0; op < OP__COUNT; op++) {
        const char *word = compare_word((enum compare_op)op);
        size_t len = strlen(word);
        if (strncmp(text, word, len) == 0 && text[len] == ' ') {
            c.op = (enum compare_op)op;
            text += len + 1;
            break;
        }
    }
    c.percent = parse_percent(text, DECIMAL_PLACES, &c.number);
    if (!c.percent && !parse_scaled(text, DECIMAL_PLACES, &c.number))
        return refuse_value(reader, node, want);
    memcpy(out, &c, sizeof(c));
    return RC_OK;
}

/* The refusal lists all the words, for an author who missed one has no other place to look them up.
 * *ret_index is untouched on failure. */
rc_t read_word(struct pack_reader *reader, const struct yaml_node *node, const char *what,
               const char *const words[], int *ret_index)
{
    struct bytebuf list;
    if (reader->describer)
        return schema_note_word(reader, node, words);
    for (int i = 0; node->kind == YAML_TEXT && words[i]; i++) {
        if (strcmp(words[i], node->text) == 0) {
            *ret_index = i;
            return RC_OK;
        }
    }
    bytebuf_init(&list, PROBLEM_TEXT_MAX);
    for (int i = 0; words[i]; i++) /* what is beyond a problem's text is left out */
        (void)!bytebuf_fmt(&list, "%s%s", i ? ", " : "", words[i]);
    rc_t rc = reader_refuse(reader, &node->at, "%s must be one of %s", what, bytebuf_str(&list));
    bytebuf_fini(&list);
    return rc;
}
