/* Kind "limit": section `limits`, rule limit.check. */
#include <string.h>

#include "limit.h"
#include "pack_reader.h"
#include "parse.h"
#include "rule_io.h"

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

/* "1 .. 3": both ends are inside. False where the text is no range. */
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

/* Of a percentage, only limits on fen are shares of the contract; a limit on a percentage
 * compares it directly. What the value is may stand behind the comparison in the file, so this
 * is settled when the row is whole. */
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

static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    return reader_unique(reader, &SHAPE, &pack->limits, offsetof(struct pack_limit, clause));
}

static const struct field SECTIONS[] = {
    { "limits", read_limits, offsetof(struct pack, limits), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- limit.check ---- */

/* `value` is whole fen or decimal text, as the limit compares. */
static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "clause", FACT_TEXT, true },
    { "value", FACT_DECIMAL, true }, { "contract_fen", FACT_MONEY, false },
    { "readings", FACT_MAP, false }, FACTS_END
};

/* Fen as a whole number, others as decimal text. */
static json_t *value_json(const struct pack_limit *limit, int64_t value)
{
    return limit->value == LIMIT_FEN ? json_integer(value) : io_two_places(value);
}

/* Fen come as a whole number; other values as decimal text or a whole number. */
static rc_t take_value(const struct pack_limit *limit, const json_t *value, int64_t *ret,
                       struct problem *problem)
{
    bool fen = limit->value == LIMIT_FEN;
    if (fen && json_is_integer(value))
        *ret = json_integer_value(value);
    else if (fen || !decimal_from_json(value, ret))
        return problem_set(problem, RC_INVALID, "value", "\"value\" must be %s",
                           fen ? "whole fen" : "a decimal number as text");
    return RC_OK;
}

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
    rc = take_value(limit, json_object_get(input, "value"), &ask.value, problem);
    if (rc == RC_OK)
        rc = limit_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "value", value_json(limit, r.value));
    json_object_set_new(result, "op", json_string(compare_word(limit->op)));
    json_object_set_new(result, "required", value_json(limit, r.required));
    json_object_set_new(result, "holds", json_boolean(r.holds));
    json_object_set_new(result, "deviation", value_json(limit, r.deviation));
    return RC_OK;
}

static const struct rule_row RULES[] = { { "limit.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind LIMIT_KIND = {
    .name = "limit", .sections = SECTIONS, .check = check, .rules = RULES
};
