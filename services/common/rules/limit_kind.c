/* Kind "limit": section `limits`, rule limit.check. */
#include <string.h>

#include "jsonx.h"
#include "limit.h"
#include "pack_reader.h"
#include "parse.h"
#include "rule_io.h"

/* Every text is compared with those before it, so the list is kept short. */
enum { MAX_LISTED = 1000 };

/* What is compared. */
static rc_t read_value(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    const char *words[LIMIT__COUNT + 1] = { NULL };
    int index;
    for (int i = 0; i < LIMIT__COUNT; i++)
        words[i] = limit_value_word((enum limit_value)i);
    rc_t rc = read_word(reader, node, "\"value\"", words, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum limit_value){ (enum limit_value)index }, sizeof(enum limit_value));
    return rc;
}

/* "1 .. 3": both ends are inside. False where the text is no range. The blanks are part of it, so
 * that a decimal point is never taken for one of the dots. */
static bool parse_range(const char *text, int64_t *ret_least, int64_t *ret_most)
{
    static const char BETWEEN[] = " .. ";
    char least[32];
    const char *dots = strstr(text, BETWEEN);
    size_t len = dots ? (size_t)(dots - text) : 0;
    if (!dots || len >= sizeof(least))
        return false;
    memcpy(least, text, len);
    least[len] = '\0';
    return parse_scaled(least, DECIMAL_PLACES, ret_least) &&
           parse_scaled(dots + strlen(BETWEEN), DECIMAL_PLACES, ret_most) &&
           *ret_least <= *ret_most;
}

/* A range or a comparison fill the same row; which of them, `range` tells. */
static rc_t read_is(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_limit *limit = out;
    struct comparison c;
    if (node->kind == YAML_TEXT && parse_range(node->text, &limit->number, &limit->most)) {
        limit->range = true;
        return RC_OK;
    }
    rc_t rc = read_comparison(reader, node, &c);
    if (rc != RC_OK)
        return rc;
    limit->op = c.op;
    limit->number = c.number;
    limit->share = c.percent; /* of the contract, unless the value is a percentage itself */
    return RC_OK;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_limit, member), need                                       \
    }

/* {clause: …, title: …, value: fen, is: "<= 20%"}, {…, value: years, is: "1 .. 3"} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("value", value, read_value, FIELD_REQUIRED),
    { "is", read_is, 0, FIELD_REQUIRED },
};
static const struct row_shape SHAPE = ROW_SHAPE("limit", FIELDS, struct pack_limit);

/* Of a percentage, only limits on fen are shares of the contract; a limit on a percentage compares
 * it directly. What the value is may stand behind the comparison in the file, so this is settled
 * when the row is whole. Rows of a pack are constant, so they are copied to be completed. */
static rc_t read_limits(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    PACK_ROWS(struct pack_limit) list;
    rc_t rc = reader_rows(reader, node, &SHAPE, &list);
    if (rc != RC_OK)
        return rc;
    struct pack_limit *rows = arena_array(reader->memory.texts, list.count, sizeof(*rows));
    for (size_t i = 0; i < list.count; i++) {
        rows[i] = list.rows[i];
        rows[i].share = rows[i].share && rows[i].value == LIMIT_FEN;
    }
    list.rows = rows;
    memcpy(out, &list, sizeof(list));
    return RC_OK;
}

/* Money is bounded on one side; so no range of it has to be turned into fen. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    for (size_t i = 0; i < pack->limits.count; i++)
        if (pack->limits.rows[i].range && pack->limits.rows[i].value == LIMIT_FEN)
            return reader_refuse(reader, &pack->limits.rows[i].at,
                                 "a limit on money must be a comparison");
    return reader_unique(reader, &SHAPE, &pack->limits, offsetof(struct pack_limit, clause));
}

static const struct field SECTIONS[] = {
    { "limits", read_limits, offsetof(struct pack, limits), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- limit.check ---- */

/* What `value` is, the limit says. */
static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "clause", FACT_TEXT, true },
    { "value", FACT_VALUE, true },   { "contract_fen", FACT_MONEY, false },
    { "readings", FACT_MAP, false }, FACTS_END
};

/* ---- the value, as the limit counts ---- */

typedef bool take_fn(const json_t *value, int64_t *ret);

/* Sums arrive in fen already; only these are not millionths. */
static bool take_fen(const json_t *value, int64_t *ret)
{
    *ret = json_integer_value(value);
    return jsonx_is_int(value) && *ret >= 0;
}

/* May be negative: a plain number states no quantity. */
static bool take_decimal(const json_t *value, int64_t *ret)
{
    return decimal_from_json(value, ret);
}

/* A percentage or a length of time below 0 is a slip of the asker. */
static bool take_decimal_from_0(const json_t *value, int64_t *ret)
{
    return decimal_from_json(value, ret) && *ret >= 0;
}

/* Whole in the question, yet kept as millionths, so that all values but fen compare alike (C4). */
static bool take_whole(const json_t *value, int64_t *ret)
{
    return jsonx_is_int(value) && decimal_from_json(value, ret);
}

/* Days, people and other counts: never a part, never below none. */
static bool take_whole_from_0(const json_t *value, int64_t *ret)
{
    return take_whole(value, ret) && *ret >= 0;
}

/* m:ss, mm:ss or hh:mm:ss by the colon, else plain seconds. */
static bool take_seconds(const json_t *value, int64_t *ret)
{
    const char *text = json_string_value(value);
    if (text && strchr(text, ':') && limit_seconds(text, ret)) {
        *ret *= DECIMAL_ONE;
        return true;
    }
    return take_decimal_from_0(value, ret);
}

/* Whether an earlier text of the list is the same. */
static bool is_repeated(const json_t *list, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (json_equal(json_array_get(list, i), json_array_get(list, index)))
            return true;
    return false;
}

/* How many of a list's texts are different. An empty text names nothing and is refused; an empty
 * list has 0. */
static bool take_distinct(const json_t *value, int64_t *ret)
{
    int64_t count = 0;
    if (!jsonx_is_list(value) || json_array_size(value) > MAX_LISTED)
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (json_string_length(json_array_get(value, i)) == 0)
            return false;
        count += !is_repeated(value, i);
    }
    *ret = count * DECIMAL_ONE;
    return true;
}

/* By enum limit_value. */
static const struct {
    take_fn *take;
    const char *want;
} VALUES[LIMIT__COUNT] = {
    [LIMIT_FEN] = { take_fen, "whole fen from 0" },
    [LIMIT_PERCENT] = { take_decimal_from_0, "a percentage as decimal text, from 0" },
    [LIMIT_NUMBER] = { take_decimal, "a decimal number as text" },
    [LIMIT_SECONDS] = { take_seconds, "seconds from 0, or m:ss, mm:ss or hh:mm:ss" },
    [LIMIT_DAYS] = { take_whole_from_0, "a whole number of days from 0" },
    [LIMIT_COUNT] = { take_whole_from_0, "a whole number from 0" },
    [LIMIT_PEOPLE] = { take_whole_from_0, "a whole number of people from 0" },
    [LIMIT_YEARS] = { take_whole, "a whole number of years" },
    [LIMIT_DISTINCT] = { take_distinct, "a list of texts" },
};

/* ---- the answer ---- */

/* Decimal text where the value came as such (a length as m:ss is counted in seconds); else a whole
 * number where it is one. Fen stay whole fen, as everywhere in JSON (K9). */
static json_t *number_json(const struct pack_limit *limit, bool as_text, int64_t number)
{
    if (limit->value == LIMIT_FEN)
        return json_integer(number);
    return as_text || number % DECIMAL_ONE != 0 ? io_two_places(number)
                                                : json_integer(number / DECIMAL_ONE);
}

/* Numbers come back in the form in which the value was given, so that both can be laid side by
 * side. */
static void write_ruling(const struct limit_ruling *r, bool as_text, json_t *result)
{
    const struct pack_limit *limit = r->limit;
    json_t *required = number_json(limit, as_text, r->required);
    if (limit->range)
        required =
            json_pack("{s:o, s:o}", "min", required, "max", number_json(limit, as_text, r->most));
    json_object_set_new(result, "value", number_json(limit, as_text, r->value));
    json_object_set_new(result, "op",
                        json_string(limit->range ? "between" : compare_word(limit->op)));
    json_object_set_new(result, "required", required);
    json_object_set_new(result, "holds", json_boolean(r->holds));
    json_object_set_new(result, "deviation", number_json(limit, as_text, r->deviation));
}

/* limit.check. How `value` is read depends on the limit, so the clause is looked up before it. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct limit_ruling r;
    struct limit_ask ask = { .clause = json_string_value(json_object_get(input, "clause")) };
    ask.contract_fen = json_integer_value(json_object_get(input, "contract_fen"));
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc != RC_OK)
        return rc;
    const struct pack_limit *limit = pack_limit(ask.pack, ask.clause);
    if (!limit)
        return problem_set(problem, RC_INVALID, "clause", "pack %s has no limit of clause %s",
                           ask.pack->name, ask.clause);
    const json_t *value = json_object_get(input, "value");
    if (!VALUES[limit->value].take(value, &ask.value))
        return problem_set(problem, RC_INVALID, "value", "\"value\" must be %s",
                           VALUES[limit->value].want);
    rc = io_readings_checked(ask.pack, input, problem);
    if (rc == RC_OK)
        rc = limit_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    write_ruling(&r, jsonx_is_text(value) && !strchr(json_string_value(value), ':'), result);
    return RC_OK;
}

static const struct rule_row RULES[] = { { "limit.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind LIMIT_KIND = {
    .name = "limit", .sections = SECTIONS, .check = check, .rules = RULES
};
