/* Kind "query": rule pack.query. It owns no section: it looks at what the others have read. */
#include "query.h"
#include "rule_io.h"

/* `of` is the list, `where` narrows it, `by` groups, `sum` adds up: see query.h for what they may
 * name. */
static const struct fact_row QUERY_FACTS[] = { { "pack", FACT_TEXT, true },
                                               { "of", FACT_TEXT, true },
                                               { "where", FACT_MAP, false },
                                               { "by", FACT_TEXT, false },
                                               { "sum", FACT_TEXT, false },
                                               { "readings", FACT_MAP, false },
                                               FACTS_END };

/* Readings change no entry, but a wrong one is refused here as everywhere. No proof: the
 * entries of the answer cite their clauses themselves. */
static rc_t query_eval(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct readings_buffer buffer;
    struct readings readings;
    struct query_ask ask = {
        .of = json_string_value(json_object_get(input, "of")),
        .where = json_object_get(input, "where"),
        .by = json_string_value(json_object_get(input, "by")),
        .sum = json_string_value(json_object_get(input, "sum")),
    };
    (void)proof;
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings(ask.pack, input, &buffer, &readings, problem);
    return rc == RC_OK ? query_rule(&ask, result, problem) : rc;
}

static const struct rule_row RULES[] = { { "pack.query", query_eval, false, QUERY_FACTS },
                                         RULES_END };

const struct kind QUERY_KIND = { .name = "query", .rules = RULES };
